"""AWS317: a target group that nothing leads to."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS317", name="lattice-unused-target-group", severity=Severity.WARNING)


def find(document: Document) -> Iterator[Diagnostic]:
    """Groups of a template with listeners that no rule and no default action forwards to."""
    for group in LATTICE.unused(document):
        yield KIND.at(
            group.span,
            f"nothing leads to '{group.name}'",
            hint="write a rule that forwards to it, or delete it",
        )


RULE = Rule(kind=KIND, find=find, about="a target group that nothing leads to")
