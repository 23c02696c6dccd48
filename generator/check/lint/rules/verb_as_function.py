"""LINT405: a plain function for what a verb of the language says of a resource."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import verb_of
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT405", name="verb-as-function", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``GetProduct`` without a verb, where Product is a resource."""
    nouns = {
        words: one.name
        for one in subject.api.resources.values()
        for words in (one.singular.words, one.plural.words)
    }
    for operation in subject.operations:
        word, *noun = operation.name.words
        name = nouns.get(tuple(noun))
        verb = verb_of(word)
        if operation.verb is None and name and verb and not operation.streams:
            if verb == "get" and tuple(noun) == subject.api.resources[name].plural.words:
                verb = "list"
            yield KIND.at(
                operation.span,
                f"'{operation.name}' is a function, and '{name}' a resource",
                hint=f"say {{{verb}: {name}}}: all styles know what that means",
            )


RULE = Rule(kind=KIND, find=find, about="a plain function is called like a verb of a resource")
