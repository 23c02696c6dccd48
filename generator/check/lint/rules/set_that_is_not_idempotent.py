"""LINT417: a function that sets something, and does not say that it may be repeated."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import DELETES, REPLACES
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Verb

KIND = Kind(code="LINT417", name="set-that-is-not-idempotent", severity=Severity.NOTE)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Operations called Set…, Put…, Replace…, Delete… without ``idempotent``."""
    for operation in subject.operations:
        if operation.verb not in (None, Verb.CALL) or operation.streams:
            continue
        if operation.name.words[0] in REPLACES | DELETES and not operation.idempotent:
            yield KIND.at(
                operation.span,
                f"'{operation.name}' does not say that it may be repeated",
                hint="idempotent: true, if twice is as good as once: clients may retry then",
            )


RULE = Rule(kind=KIND, find=find, about="a function called Set… or Delete… is not `idempotent`")
