"""LINT211: something deprecated that does not say what to use instead."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT211", name="deprecated-without-way-out", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``deprecated`` without ``use``, and without a description that could say it.

    What follows from a resource is told there.
    """
    resources = subject.api.resources
    operations = (
        one
        for one in subject.operations
        if one.resource is None or one.deprecated != resources[one.resource].deprecated
    )
    nouns = (
        one
        for one in resources.values()
        if one.parent is None or one.deprecated != resources[one.parent].deprecated
    )
    for one in (*nouns, *operations, *subject.types, *subject.errors, *subject.fields):
        gone = one.deprecated
        if gone is not None and not gone.use and not one.description.strip():
            yield KIND.at(
                one.span,
                f"'{one.name}' is deprecated, and nothing says what to use instead",
                hint="deprecated: {since: 2026-01-01, use: …}, or a description",
            )


RULE = Rule(kind=KIND, find=find, about="something deprecated does not say what to use instead")
