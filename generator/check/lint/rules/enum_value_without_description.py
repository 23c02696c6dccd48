"""LINT205: a value of an enum without a description."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT205", name="enum-value-without-description", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Values that say nothing of themselves."""
    for enum in subject.enums:
        for value in enum.values:
            if not value.description.strip():
                yield KIND.at(
                    value.span,
                    f"'{value.name}' of '{enum.name}' has no description",
                    hint=f"say what it means: {{{value.name}: …}}",
                )


RULE = Rule(kind=KIND, find=find, about="a value of an enum has no description", optional=True)
