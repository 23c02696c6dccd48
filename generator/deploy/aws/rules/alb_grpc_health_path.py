"""AWS203: a target group of gRPC whose health check calls no method of gRPC."""

import re
from collections.abc import Iterator

from generator.deploy.aws.load_balancer.resources import TARGET_GROUP
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.deploy.health import GRPC_CHECK, GRPC_SERVICE
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS203", name="alb-grpc-health-path")

_METHOD = re.compile(r"/[A-Za-z_][A-Za-z0-9_.]*/[A-Za-z_][A-Za-z0-9_]*")


def find(document: Document) -> Iterator[Diagnostic]:
    """Paths that are no method, or none of the service of health checks that they name."""
    for group in document.of(TARGET_GROUP):
        version, path = group.at("ProtocolVersion"), group.at("HealthCheckPath")
        text = "" if path is None else path.text
        if version is None or version.text != "GRPC" or text is None:
            continue
        package = GRPC_SERVICE.rpartition(".")[0].partition(".")[0]
        standard = text.startswith(f"/{package}.") and text != GRPC_CHECK
        if not _METHOD.fullmatch(text) or standard:
            yield KIND.at(
                group.place("HealthCheckPath"),
                f"the health check of '{group.name}' calls {text or 'no method'}",
                hint=f"write HealthCheckPath: {GRPC_CHECK}",
            )


RULE = Rule(kind=KIND, find=find, about="the health check of a gRPC group calls no method")
