"""LINT114: a field with a list whose name is in the singular."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import ListRef
from generator.naming import plural

KIND = Kind(code="LINT114", name="list-named-for-an-item", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``tag: list<string>`` where the last word has a plural of its own."""
    for field in subject.fields:
        if isinstance(subject.plain(field.type), ListRef) and not field.name.words[-1].endswith(
            "s"
        ):
            yield KIND.at(
                field.span,
                f"'{field.name}' is a list, and named for one item",
                hint=f"call it {plural(field.name).snake}, with renamed_from: {field.name}",
            )


RULE = Rule(kind=KIND, find=find, about="a list is named in the singular", optional=True)
