"""LINT106: an operation whose name says another verb than its key."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import KNOWN_VERBS, VERB_WORDS
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT106", name="name-of-another-verb", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``GetProduct: {delete: Product}``: the words of one verb on another."""
    for operation in subject.operations:
        allowed = VERB_WORDS.get(operation.verb) if operation.verb else None
        word = operation.name.words[0]
        if allowed is not None and operation.verb and word in KNOWN_VERBS - allowed:
            yield KIND.at(
                operation.span,
                f"'{operation.name}' says {word}, and what it does is {operation.verb.value}",
                hint="rename it (with renamed_from), or correct its verb",
            )


RULE = Rule(kind=KIND, find=find, about="the name of an operation says another verb than its key")
