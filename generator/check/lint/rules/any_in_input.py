"""LINT314: an input that takes any JSON."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT314", name="any-in-input", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Fields of type ``any`` that callers fill."""
    for field in subject.inputs:
        if subject.scalar(field) == "any":
            yield KIND.at(
                field.span,
                f"'{field.name}' takes any JSON: no server checks it, no client has a type for it",
                hint="declare what it holds; map<string> and unions say much",
            )


RULE = Rule(kind=KIND, find=find, about="an input is of type `any`", optional=True)
