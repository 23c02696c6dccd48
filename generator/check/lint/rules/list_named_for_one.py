"""LINT107: a ``list`` that is called ``ListProduct``, or a ``get`` called ``GetProducts``."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Operation, Verb
from generator.naming import Name

KIND = Kind(code="LINT107", name="list-named-for-one", severity=Severity.WARNING)
_OF_ONE = (Verb.CREATE, Verb.GET, Verb.UPDATE, Verb.REPLACE, Verb.DELETE)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Names that end in the singular where many come back, or in the plural where one does."""
    for operation in subject.operations:
        if operation.resource is None:
            continue
        resource = subject.api.resources[operation.resource]
        one, many = resource.singular, resource.plural
        if one.words == many.words or resource.singleton:
            continue
        words = operation.name.words[1:]
        if operation.verb is Verb.LIST and words == one.words:
            yield _at(operation, f"'{operation.name}' gives many", many)
        elif operation.verb in _OF_ONE and words == many.words:
            yield _at(operation, f"'{operation.name}' is about one", one)


def _at(operation: Operation, what: str, noun: Name) -> Diagnostic:
    better = Name.parse("_".join((operation.name.words[0], *noun.words))).pascal
    hint = f"call it {better}, with renamed_from: {operation.name}"
    return KIND.at(operation.span, what, hint=hint)


RULE = Rule(
    kind=KIND,
    find=find,
    about="a list is named in the singular, or what is about one in the plural",
)
