"""API Gateway: a definition of OpenAPI 3.0 that its importer takes, and a stack that creates it."""

from generator.deploy.aws.api_gateway.part import PART as PART
