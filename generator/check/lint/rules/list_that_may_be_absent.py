"""LINT312: a list that may be absent, besides empty."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import ListRef, MapRef

KIND = Kind(code="LINT312", name="list-that-may-be-absent", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``list<T>?`` and ``map<T>?``: two ways to say that there is nothing."""
    for field in subject.fields:
        if field.nullable and isinstance(subject.plain(field.type), ListRef | MapRef):
            yield KIND.at(
                field.span,
                f"'{field.name}' can be absent and can be empty: two ways to say nothing",
                hint="write {type: list<…>, default: []}",
            )


RULE = Rule(
    kind=KIND, find=find, about="a list or map is optional, and may be empty, too", optional=True
)
