"""LINT403: a function that is called safe, and by its name changes something."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import CHANGES
from generator.diagnostics import Diagnostic, Kind
from generator.model import Verb

KIND = Kind(code="LINT403", name="safe-change")
_ACTS = frozenset({"send", "cancel", "publish", "transfer", "pay", "reset", "revoke"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Operations called Create…, Update…, Delete…, Send… with ``safe``."""
    for operation in subject.operations:
        word = operation.name.words[0]
        if operation.safe and operation.verb in (None, Verb.CALL) and word in CHANGES | _ACTS:
            yield KIND.at(
                operation.span,
                f"'{operation.name}' is safe: anybody may repeat and prefetch what its name says",
                hint="remove 'safe', or rename it",
            )


RULE = Rule(kind=KIND, find=find, about="a function called Delete… or Send… is `safe`")
