"""LINT313: two records with the same fields."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Record

KIND = Kind(code="LINT313", name="same-fields-twice", severity=Severity.NOTE)
_MANY = 4


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Records of the contract's own with at least four fields that are all the same."""
    seen: dict[tuple[object, ...], Record] = {}
    for record in subject.records:
        if len(record.fields) < _MANY or not subject.owns(record.span):
            continue
        shape = tuple((field.name.snake, field.type, field.constraints) for field in record.fields)
        first = seen.setdefault(shape, record)
        if first is not record:
            yield KIND.at(
                record.span,
                f"'{record.name}' has the same fields as '{first.name}'",
                hint="use one type for both, or say in a description why they are two",
                related=((first.span, f"'{first.name}' is here"),) if first.span else (),
            )


RULE = Rule(kind=KIND, find=find, about="two records have the same fields")
