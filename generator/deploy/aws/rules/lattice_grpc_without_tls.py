"""AWS309: a listener without TLS before a target group of gRPC."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS309", name="lattice-grpc-without-tls")


def find(document: Document) -> Iterator[Diagnostic]:
    """Rules and default actions of such listeners that forward to such groups."""
    for place, group, protocol in LATTICE.without_tls(document):
        version = group.at("Config", "ProtocolVersion")
        if version is not None and version.text in {"GRPC", "HTTP2"}:
            yield KIND.at(
                place.span,
                f"'{group.name}' is a target group of {version.text}, and its listener speaks "
                f"{protocol.text}",
                hint="write Protocol: HTTPS for the listener",
                related=((protocol.span, "the protocol of the listener"),),
            )


RULE = Rule(
    kind=KIND, find=find, about="gRPC or HTTP/2 behind a listener that does not speak HTTPS"
)
