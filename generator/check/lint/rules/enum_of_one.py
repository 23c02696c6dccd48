"""LINT311: an enum or union with a single member."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Enum, Union

KIND = Kind(code="LINT311", name="enum-of-one", severity=Severity.NOTE)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Enums with one value, unions with one variant."""
    for one in subject.types:
        match one:
            case Enum(values=members) | Union(variants=members) if len(members) == 1:
                yield KIND.at(
                    one.span,
                    f"'{one.name}' leaves no choice",
                    hint="leave it out until there is another one, or describe what is to come",
                )
            case _:
                pass


RULE = Rule(kind=KIND, find=find, about="an enum or a union has one member")
