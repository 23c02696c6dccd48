"""LINT203: a field without a description."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT203", name="field-without-description", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Fields that say nothing of themselves."""
    for one in subject.fields:
        if not one.description.strip():
            yield KIND.at(
                one.span,
                f"'{one.name}' has no description",
                hint="say what the name does not: a unit, an origin, a rule",
            )


RULE = Rule(kind=KIND, find=find, about="a field has no description", optional=True)
