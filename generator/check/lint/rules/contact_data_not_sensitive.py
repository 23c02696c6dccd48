"""LINT503: an email address, phone number or name of a person that is not ``sensitive``."""

from collections.abc import Iterator

from generator.check.lint.edits import with_key
from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import CONTACT, ends_with
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT503", name="contact-data-not-sensitive", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Fields by which a person can be found or called."""
    for field in subject.fields:
        named = subject.scalar(field) == "email" or ends_with(field.name, CONTACT)
        if named and not field.sensitive and field.span:
            yield KIND.at(
                field.span,
                f"'{field.name}' is about a person, and would stand in logs and error texts",
                hint="sensitive: true masks it there, and changes nothing for callers",
                fix=with_key(subject, field.span, "sensitive", "true", "type"),
            )


RULE = Rule(
    kind=KIND, find=find, about="contact data of a person is not `sensitive`", optional=True
)
