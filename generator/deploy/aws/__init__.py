"""AWS: API Gateway, Application Load Balancer and VPC Lattice, as CloudFormation."""

from generator.deploy.aws.target import TARGET as TARGET
