"""Application Load Balancer: a listener of HTTPS before servers of HTTP and of gRPC."""

from generator.deploy.aws.load_balancer.part import PART as PART
