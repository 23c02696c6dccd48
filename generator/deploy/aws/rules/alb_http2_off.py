"""AWS212: a load balancer that refuses HTTP/2, before servers of gRPC."""

from collections.abc import Iterator

from generator.deploy.aws.load_balancer.resources import LOAD_BALANCER, TARGET_GROUP
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS212", name="alb-http2-off")

_KEY = "routing.http2.enabled"


def find(document: Document) -> Iterator[Diagnostic]:
    """Load balancers with HTTP/2 switched off, in templates with a group of gRPC."""
    versions = [group.at("ProtocolVersion") for group in document.of(TARGET_GROUP)]
    if not any(version is not None and version.text == "GRPC" for version in versions):
        return
    for balancer in document.of(LOAD_BALANCER):
        attributes = balancer.at("LoadBalancerAttributes")
        for attribute in attributes.elements if attributes is not None else ():
            key, value = attribute.at("Key"), attribute.at("Value")
            if key is None or value is None or key.text != _KEY:
                continue
            if (value.text or "").lower() == "false":
                yield KIND.at(
                    value.span,
                    f"'{balancer.name}' refuses HTTP/2, which gRPC needs",
                    hint=f"write {_KEY}: 'true', or leave it out",
                )


RULE = Rule(kind=KIND, find=find, about="HTTP/2 switched off before gRPC")
