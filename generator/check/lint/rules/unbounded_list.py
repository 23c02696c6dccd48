"""LINT301: a list in an input that has no upper limit."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Enum, ListRef, NamedRef

KIND = Kind(code="LINT301", name="unbounded-list", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Lists that callers fill, without ``max_items``; a set of an enum has as many as that."""
    for field in subject.inputs:
        ref = subject.plain(field.type)
        limits = subject.limits(field)
        if not isinstance(ref, ListRef) or any(one.max_items is not None for one in limits):
            continue
        unique = ref.unique or any(one.unique_items for one in limits)
        item = subject.plain(ref.item)
        if unique and isinstance(item, NamedRef) and isinstance(subject.api.types[item.name], Enum):
            continue
        yield KIND.at(
            field.span,
            f"'{field.name}' is a list of any length in an input",
            hint="say how many there may be: max_items: 100",
        )


RULE = Rule(kind=KIND, find=find, about="a list in an input has no `max_items`")
