"""LINT202: a type without a description."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT202", name="type-without-description", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Types that say nothing of themselves."""
    for one in subject.types:
        if not one.description.strip():
            yield KIND.at(
                one.span, f"'{one.name}' has no description", hint="say what it is in one sentence"
            )


RULE = Rule(kind=KIND, find=find, about="a type has no description", optional=True)
