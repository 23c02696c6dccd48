"""The parameters of stacks: what only their user knows of a network, and the names of resources."""

from generator.deploy.front import Backend
from generator.model import JsonObject
from generator.naming import Name

VPC: JsonObject = {"Type": "AWS::EC2::VPC::Id", "Description": "The network of the servers."}
CERTIFICATE: JsonObject = {
    "Type": "String",
    "Description": "The ARN of the certificate, in AWS Certificate Manager.",
    "AllowedPattern": "arn:[^:]+:acm:[^:]*:[0-9]{12}:certificate/.+",
}
TARGET_TYPE: JsonObject = {"Type": "String", "Description": "How servers are registered."}


def text(about: str, default: str) -> JsonObject:
    """A text."""
    return {"Type": "String", "Description": about, "Default": default}


def port(backend: Backend) -> JsonObject:
    """Where servers listen."""
    return {
        "Type": "Number",
        "Description": "Where the servers listen.",
        "Default": backend.port,
        "MinValue": 1,
        "MaxValue": 65535,
    }


def logical(name: str) -> str:
    """The name of a resource: ``ProductsHttp`` for ``products_http``."""
    return Name.parse(name).pascal
