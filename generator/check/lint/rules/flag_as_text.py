"""LINT308: a truth value that is a text or a number."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT308", name="flag-as-text", severity=Severity.WARNING)
_OTHER = frozenset({"string", "int32", "int64", "uint32", "uint64"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``is_…`` and ``has_…`` that are no bool."""
    for field in subject.fields:
        if (
            field.name.words[0] in ("is", "has")
            and len(field.name.words) > 1
            and subject.scalar(field) in _OTHER
        ):
            yield KIND.at(
                field.span,
                f"'{field.name}' is true or false, and its type says something else",
                hint="write bool",
            )


RULE = Rule(kind=KIND, find=find, about="a truth value is a text or a number")
