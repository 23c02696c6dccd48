"""LINT407: a type that nothing uses."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT407", name="unused-type", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Types that nothing reaches; not of contracts that only share types."""
    if not subject.operations:
        return
    for one in subject.types:
        if subject.owns(one.span) and one.name not in subject.reached:
            yield KIND.at(
                one.span,
                f"nothing uses '{one.name}'",
                hint="use it, or remove it: it is in no document and no client needs it",
            )


RULE = Rule(kind=KIND, find=find, about="nothing uses a type")
