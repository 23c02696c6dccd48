"""AWS316: a listener without TLS that forwards."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS316", name="lattice-plain-http", severity=Severity.WARNING)


def find(document: Document) -> Iterator[Diagnostic]:
    """Each such listener once; what leads to gRPC fails, and has a rule of its own."""
    told = set()
    for _, _, protocol in LATTICE.without_tls(document):
        if protocol.span not in told:
            told.add(protocol.span)
            yield KIND.at(
                protocol.span,
                "calls and their credentials travel without TLS",
                hint="write Protocol: HTTPS; a listener of HTTP only redirects",
            )


RULE = Rule(kind=KIND, find=find, about="a listener without TLS that forwards")
