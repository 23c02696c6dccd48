"""VPC Lattice: a service network with a service for each contract."""

from generator.deploy.aws.lattice.part import PART as PART
