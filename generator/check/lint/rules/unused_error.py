"""LINT408: an error that no operation declares."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT408", name="unused-error", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Errors that no operation has among its ``errors``."""
    used = {name for operation in subject.operations for name in operation.errors}
    for error in subject.errors if subject.operations else ():
        if subject.owns(error.span) and error.name not in used:
            yield KIND.at(
                error.span,
                f"no operation declares '{error.name}'",
                hint="add it to the 'errors' of those that can fail so, or remove it",
            )


RULE = Rule(kind=KIND, find=find, about="no operation declares an error")
