"""LINT201: an operation without a description."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT201", name="operation-without-description", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Operations that say nothing of themselves."""
    for one in subject.operations:
        if not one.description.strip():
            yield KIND.at(
                one.span,
                f"'{one.name}' has no description",
                hint="say what it does, and what a caller must know",
            )


RULE = Rule(kind=KIND, find=find, about="an operation has no description", optional=True)
