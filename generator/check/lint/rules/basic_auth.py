"""LINT509: a password that goes along with every call."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import AuthKind

KIND = Kind(code="LINT509", name="basic-auth", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Schemes with basic."""
    for scheme in subject.api.auth.values():
        if scheme.kind is AuthKind.BASIC:
            yield KIND.at(
                scheme.span,
                f"'{scheme.name}' sends a password along with every call",
                hint="tokens (bearer, oauth2) end, and can be taken back one by one",
            )


RULE = Rule(kind=KIND, find=find, about="a scheme is `basic`", optional=True)
