"""LINT110: a word in British spelling in one name, and in American spelling in another."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT110", name="two-spellings", severity=Severity.WARNING)
_PAIRS = (
    ("color", "colour"),
    ("organization", "organisation"),
    ("canceled", "cancelled"),
    ("catalog", "catalogue"),
    ("center", "centre"),
    ("favorite", "favourite"),
    ("labeled", "labelled"),
    ("authorization", "authorisation"),
    ("dialog", "dialogue"),
    ("gray", "grey"),
)
_AMERICAN = {spelling: pair[0] for pair in _PAIRS for spelling in pair}


def find(subject: Subject) -> Iterator[Diagnostic]:
    """The second spelling of a word, in names of fields, types and operations."""
    named = [
        *((field.name, field.span) for field in subject.fields),
        *((Name.parse(one.name), one.span) for one in (*subject.types, *subject.errors)),
        *((operation.name, operation.span) for operation in subject.operations),
    ]
    seen: dict[str, tuple[str, Name]] = {}
    for name, span in named:
        for word in name.words if subject.owns(span) else ():
            if word not in _AMERICAN:
                continue
            spelled, other = seen.setdefault(_AMERICAN[word], (word, name))
            if spelled != word:
                yield KIND.at(
                    span,
                    f"'{name}' spells {word} what '{other}' spells {spelled}",
                    hint="choose one spelling",
                )
                break


RULE = Rule(kind=KIND, find=find, about="one word has two spellings: `colour`, `color`")
