"""AWS310: a health check that a target group of gRPC cannot have."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.resources import TARGET_GROUP
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS310", name="lattice-grpc-health-check")


def find(document: Document) -> Iterator[Diagnostic]:
    """Checks that are on without a version of HTTP that they speak."""
    for group in document.of(TARGET_GROUP):
        version = group.at("Config", "ProtocolVersion")
        check = group.at("Config", "HealthCheck")
        enabled = None if check is None else check.at("Enabled")
        if version is None or version.text != "GRPC" or enabled is None or enabled.text != "true":
            continue
        if check is not None and check.at("ProtocolVersion") is None:
            yield KIND.at(
                enabled.span,
                f"'{group.name}' is of gRPC, in which VPC Lattice checks nobody's health",
                hint="write Enabled: false, or a ProtocolVersion and a Port of HTTP beside it",
            )


RULE = Rule(kind=KIND, find=find, about="a health check of a gRPC group that speaks no HTTP")
