"""LINT211: something deprecated that does not say what to use instead."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT211", name="deprecated-without-way-out", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``deprecated`` without ``use``, and without a description that could say it."""
    for one in (*subject.operations, *subject.types, *subject.errors, *subject.fields):
        gone = one.deprecated
        if gone is not None and not gone.use and not one.description.strip():
            yield KIND.at(
                one.span,
                f"'{one.name}' is deprecated, and nothing says what to use instead",
                hint="deprecated: {since: 2026-01-01, use: …}, or a description",
            )


RULE = Rule(kind=KIND, find=find, about="something deprecated does not say what to use instead")
