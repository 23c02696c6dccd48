"""LINT411: a path that says what the method says."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import KNOWN_VERBS
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT411", name="verb-in-path", severity=Severity.WARNING)
_NOUNS = frozenset({"new", "set", "read", "change", "patch", "list", "register", "lookup"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Written paths with a segment like ``create-product``, ``getProducts`` or ``delete``."""
    for route in subject.routes:
        for segment in route.path.split("/") if route.written else ():
            words = () if "{" in segment else Name.parse(segment).words
            if words and words[0] in KNOWN_VERBS - _NOUNS and _is_verb(words, segment):
                yield KIND.at(
                    route.span,
                    f"'{segment}' in the path says what {route.method} should say",
                    hint="name the noun, and let the method say what happens to it",
                )
                break


def _is_verb(words: tuple[str, ...], segment: str) -> bool:
    """Whether a segment is a verb alone, or goes on with its object."""
    return len(words) > 1 or segment == words[0]


RULE = Rule(kind=KIND, find=find, about="a written path has a verb in it: `POST /create-product`")
