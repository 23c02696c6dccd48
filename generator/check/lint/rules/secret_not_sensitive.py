"""LINT501: a password, token or key that is not ``sensitive``."""

from collections.abc import Iterator

from generator.check.lint.edits import with_key
from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import SECRETS, SECRETS_ALONE, ends_with
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT501", name="secret-not-sensitive", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Texts with the name of a secret, without ``sensitive``."""
    for field in subject.fields:
        text = subject.scalar(field) in ("string", "bytes", "uuid")
        secret = field.name.words in SECRETS_ALONE or ends_with(field.name, SECRETS)
        if text and secret and not field.sensitive and field.span:
            yield KIND.at(
                field.span,
                f"'{field.name}' is a secret, and would stand in logs and error texts",
                hint="sensitive: true masks it there, and changes nothing for callers",
                fix=with_key(subject, field.span, "sensitive", "true", "type"),
            )


RULE = Rule(kind=KIND, find=find, about="a secret is not `sensitive`")
