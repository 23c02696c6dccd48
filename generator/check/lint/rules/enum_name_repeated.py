"""LINT111: enum values that all begin with the name of the enum."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT111", name="enum-name-repeated", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``Category: [CATEGORY_SHOES, CATEGORY_BOOKS]``: protobuf gets the prefix by itself."""
    for enum in subject.enums:
        words = Name.parse(enum.name).words
        names = [Name.parse(value.name).words for value in enum.values]
        if len(names) > 1 and all(
            len(name) > len(words) and name[: len(words)] == words for name in names
        ):
            yield KIND.at(
                enum.span,
                f"every value of '{enum.name}' begins with its name",
                hint="leave the prefix out: the .proto has it anyway",
            )


RULE = Rule(kind=KIND, find=find, about="every value of an enum begins with the enum's name")
