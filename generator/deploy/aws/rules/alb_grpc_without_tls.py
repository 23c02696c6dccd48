"""AWS201: a listener without TLS before a target group of gRPC."""

from collections.abc import Iterator

from generator.deploy.aws.load_balancer.resources import (
    LISTENER,
    LISTENER_RULE,
    forwards,
    listener_of,
)
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS201", name="alb-grpc-without-tls")


def find(document: Document) -> Iterator[Diagnostic]:
    """Rules and default actions of such listeners that forward to such groups."""
    for resource in document.of(LISTENER, LISTENER_RULE):
        listener = resource if resource.type == LISTENER else listener_of(document, resource)
        protocol = None if listener is None else listener.at("Protocol")
        if listener is None or protocol is None or protocol.text in {"HTTPS", None}:
            continue
        for place, group in forwards(document, resource):
            version = group.at("ProtocolVersion")
            if version is not None and version.text == "GRPC":
                yield KIND.at(
                    place.span,
                    f"'{group.name}' is a target group of gRPC, and the listener "
                    f"'{listener.name}' speaks {protocol.text}",
                    hint="gRPC needs a listener with Protocol: HTTPS and a certificate",
                    related=((protocol.span, "the protocol of the listener"),),
                )


RULE = Rule(kind=KIND, find=find, about="gRPC behind a listener that does not speak HTTPS")
