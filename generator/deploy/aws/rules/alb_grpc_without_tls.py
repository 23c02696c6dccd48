"""AWS201: a listener without TLS before a target group of gRPC."""

from collections.abc import Iterator

from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS201", name="alb-grpc-without-tls")


def find(document: Document) -> Iterator[Diagnostic]:
    """Rules and default actions of such listeners that forward to such groups."""
    for place, group, protocol in ALB.without_tls(document):
        version = group.at("ProtocolVersion")
        if version is not None and version.text == "GRPC":
            yield KIND.at(
                place.span,
                f"'{group.name}' is a target group of gRPC, and its listener speaks "
                f"{protocol.text}",
                hint="gRPC needs a listener with Protocol: HTTPS and a certificate",
                related=((protocol.span, "the protocol of the listener"),),
            )


RULE = Rule(kind=KIND, find=find, about="gRPC behind a listener that does not speak HTTPS")
