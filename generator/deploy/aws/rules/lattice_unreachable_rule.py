"""AWS304: a rule behind one that takes all of its requests."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS304", name="lattice-unreachable-rule", severity=Severity.WARNING)


def find(document: Document) -> Iterator[Diagnostic]:
    """Rules that no request gets to."""
    for rule, earlier in LATTICE.shadowed(document):
        yield KIND.at(
            rule.span,
            f"no request gets to '{rule.name}': '{earlier.name}' takes them all",
            hint="put what is more specific first, with a lower priority",
            related=((earlier.span, "asked before"),),
        )


RULE = Rule(kind=KIND, find=find, about="a rule that no request gets to")
