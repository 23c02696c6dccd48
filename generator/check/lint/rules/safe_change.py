"""LINT403: a function that is called safe, and by its name changes something."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import verb_of
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Verb

KIND = Kind(code="LINT403", name="safe-change", severity=Severity.WARNING)
_ALWAYS = frozenset({"delete", "destroy", "update", "modify", "revoke", "publish", "send"})
_IN_STORE = frozenset({"create", "replace", "delete"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Operations called Delete…, Update…, Send…, or Add… with a declared noun, with ``safe``.

    ``AddNumbers`` and ``RemoveAccents`` are computations.
    """
    for operation in subject.operations:
        word, *noun = operation.name.words
        changes = word in _ALWAYS or (verb_of(word) in _IN_STORE and tuple(noun) in subject.nouns)
        if operation.safe and operation.verb in (None, Verb.CALL) and changes:
            yield KIND.at(
                operation.span,
                f"'{operation.name}' is safe: anybody may repeat and prefetch what its name says",
                hint="remove 'safe', or rename it",
            )


RULE = Rule(kind=KIND, find=find, about="a function called Delete… or Send… is `safe`")
