"""LINT104: an enum with values in different cases."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT104", name="enum-values-in-two-cases", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """The first value of an enum that is written otherwise than the first that tells a case."""
    for enum in subject.enums:
        first: tuple[str, str] | None = None
        for value in enum.values:
            case = _case(value.name)
            if case is None:
                continue
            if first is None:
                first = (case, value.name)
            elif case != first[0]:
                yield KIND.at(
                    value.span,
                    f"'{value.name}' is written otherwise than '{first[1]}' in the same enum",
                    hint="write all values of an enum in one case",
                )
                break


def _case(name: str) -> str | None:
    """How a value is written; None where one letter or a digit does not tell."""
    if not any(char.isalpha() for char in name) or len(name) == 1:
        return None
    if name.isupper():
        return "upper"
    return "lower" if name[0].islower() else "pascal"


RULE = Rule(kind=KIND, find=find, about="the values of an enum are written in different cases")
