"""LINT207: a contract that does not say what it offers."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT207", name="contract-without-description", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Contracts without a description."""
    if not subject.api.description.strip():
        yield KIND.at(
            subject.api.span,
            "the contract has no description",
            hint="say below 'description' what the service offers, and to whom",
        )


RULE = Rule(kind=KIND, find=find, about="the contract has no description", optional=True)
