"""LINT204: an error without a description."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT204", name="error-without-description", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Errors that say nothing of themselves."""
    for one in subject.errors:
        if not one.description.strip():
            yield KIND.at(
                one.span,
                f"'{one.name}' has no description",
                hint="say when it happens, and what the caller can do",
            )


RULE = Rule(kind=KIND, find=find, about="an error has no description", optional=True)
