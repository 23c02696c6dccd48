"""LINT411: a path that says what the method says."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import GETS, KNOWN_VERBS, both_numbers
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT411", name="verb-in-path", severity=Severity.WARNING)
_ALONE = frozenset({"create", "add", "insert", "get", "update", "delete", "remove", "edit"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Written paths and collections with ``create-product`` or ``delete`` in them.

    ``add-ons`` is a noun.
    """
    for resource in subject.api.resources.values():
        called, things = resource.plural.words, both_numbers(resource.name, resource.record)
        if called[0] in KNOWN_VERBS and called not in things and called[1:] in things:
            yield KIND.at(
                resource.span,
                f"'{resource.collection}' in the path says what methods should say",
                hint="name the noun, and let the methods say what happens to it",
            )
    for route in subject.routes:
        word, own = route.operations[0].name.words[0], route.operations[0].name.words[1:]
        nouns = subject.nouns if word in GETS else subject.nouns | {own}
        for segment in route.path.split("/") if route.written else ():
            words = () if "{" in segment else Name.parse(segment).words
            alone = segment in _ALONE
            if alone or (words[:1] and words[0] in KNOWN_VERBS and words[1:] in nouns - {()}):
                yield KIND.at(
                    route.span,
                    f"'{segment}' in the path says what {route.methods[0]} should say",
                    hint="name the noun, and let the method say what happens to it",
                )
                break


RULE = Rule(kind=KIND, find=find, about="a written path has a verb in it: `POST /create-product`")
