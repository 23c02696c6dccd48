"""LINT208: a contract that names nobody to ask."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT208", name="contract-without-contact", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Contracts without a contact."""
    if not subject.api.contact:
        yield KIND.at(
            subject.api.span,
            "the contract names nobody to ask",
            hint="contact: {name: Payments team, email: payments@example.com}",
        )


RULE = Rule(kind=KIND, find=find, about="the contract has no contact", optional=True)
