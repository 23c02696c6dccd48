"""LINT502: data of a person that laws protect, and that is not ``sensitive``."""

from collections.abc import Iterator

from generator.check.lint.edits import with_key
from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import PERSONAL, ends_with
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT502", name="personal-data-not-sensitive", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Fields with the name of a tax or passport number, a date of birth and the like."""
    for field in subject.fields:
        if not field.sensitive and ends_with(field.name, PERSONAL) and field.span:
            yield KIND.at(
                field.span,
                f"'{field.name}' is about a person, and would stand in logs and error texts",
                hint="sensitive: true masks it there, and changes nothing for callers",
                fix=with_key(subject, field.span, "sensitive", "true", "type"),
            )


RULE = Rule(kind=KIND, find=find, about="personal data that laws protect is not `sensitive`")
