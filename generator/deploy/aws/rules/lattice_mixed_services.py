"""AWS314: a rule that names another service than its listener."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.resources import LISTENER_RULE, SERVICE
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS314", name="lattice-mixed-services")


def find(document: Document) -> Iterator[Diagnostic]:
    """Rules whose service is not that of the listener that they name."""
    for rule in document.of(LISTENER_RULE):
        listener = LATTICE.listener_of(document, rule)
        own = document.named(rule.at("ServiceIdentifier"), SERVICE)
        other = (
            None if listener is None else document.named(listener.at("ServiceIdentifier"), SERVICE)
        )
        if listener is not None and own is not None and other is not None and own is not other:
            yield KIND.at(
                rule.place("ServiceIdentifier"),
                f"'{rule.name}' is of the service '{own.name}', and its listener "
                f"'{listener.name}' of '{other.name}'",
                hint=f"write !Ref {other.name}, or the listener of '{own.name}'",
            )


RULE = Rule(kind=KIND, find=find, about="a rule of one service with the listener of another")
