"""LINT210: a description that says nothing but the name."""

import re
from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT210", name="description-repeats-name", severity=Severity.WARNING)
_WORD = re.compile(r"[a-z0-9]+")
_ARTICLES = frozenset({"a", "an", "the"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``product_name: {description: Product name.}``; articles do not count."""
    for one in (*subject.types, *subject.errors, *subject.operations, *subject.fields):
        name = one.name if isinstance(one.name, Name) else Name.parse(one.name)
        words = [word for word in _WORD.findall(one.description.lower()) if word not in _ARTICLES]
        if words and tuple(words) == name.words:
            yield KIND.at(
                one.span,
                f"the description of '{one.name}' says nothing but its name",
                hint="say what the name does not, or leave it out",
            )


RULE = Rule(kind=KIND, find=find, about="a description only repeats the name")
