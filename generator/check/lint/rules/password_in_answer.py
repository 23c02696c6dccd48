"""LINT505: a password that comes back."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import ends_with
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT505", name="password-in-answer", severity=Severity.WARNING)
_PASSWORDS = (("password",), ("passwd",), ("passphrase",))


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Passwords that callers give and get; one that the service makes up is told once."""
    given = {field.span for field in subject.inputs}
    for field in subject.outputs:
        if ends_with(field.name, _PASSWORDS) and field.span in given:
            yield KIND.at(
                field.span,
                f"'{field.name}' is a part of answers",
                hint="write_only: true takes it, and never gives it back",
            )


RULE = Rule(kind=KIND, find=find, about="a password comes back")
