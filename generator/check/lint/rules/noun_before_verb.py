"""LINT105: an operation that is called ``ProductCreate``."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import KNOWN_VERBS
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT105", name="noun-before-verb", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Operations that begin with a declared noun and end in a verb."""
    for operation in subject.operations:
        *noun, last = operation.name.words
        if tuple(noun) in subject.nouns and last in KNOWN_VERBS and noun[0] not in KNOWN_VERBS:
            better = Name.parse("_".join((last, *noun))).pascal
            yield KIND.at(
                operation.span,
                f"'{operation.name}' has its verb at the end",
                hint=f"call it {better}, with renamed_from: {operation.name}",
            )


RULE = Rule(kind=KIND, find=find, about="an operation is called `ProductCreate`")
