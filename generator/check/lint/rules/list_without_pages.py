"""LINT401: an operation that gives all of a collection at once."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import both_numbers
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import ListRef, NamedRef, Record, ScalarRef, TypeRef, Verb
from generator.naming import Name

KIND = Kind(code="LINT401", name="list-without-pages", severity=Severity.WARNING)
_CURSORS = frozenset({"page", "token", "cursor", "next", "more"})
_LIMITS = frozenset({"limit", "size", "max", "first", "top", "count", "page", "cursor"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Safe operations called for many of a record, with all of them as output, and no limit.

    The list may stand in a record, alone or with counts and the like.
    """
    for operation in subject.operations:
        if operation.verb not in (None, Verb.CALL) or not operation.safe or operation.streams:
            continue
        item = None if operation.output is None else _items(subject, operation.output)
        if not isinstance(item, NamedRef) or not isinstance(subject.api.types[item.name], Record):
            continue
        noun = operation.name.words[1:]
        if noun not in both_numbers(item.name) or noun == Name.parse(item.name).words:
            continue
        inputs = subject.api.request(operation).fields
        if any(_LIMITS & {*field.name.words} for field in inputs):
            continue
        if any(isinstance(subject.plain(field.type), ListRef) for field in inputs):
            continue  # as many come back as were asked for
        yield KIND.at(
            operation.span,
            f"'{operation.name}' gives all of '{item.name}' at once",
            hint=f"{{list: {item.name}}} has pages; or take a limit with a maximum",
        )


def _items(subject: Subject, output: TypeRef) -> TypeRef | None:
    """Of what an answer is a list, by itself or as the only list of a record without a cursor."""
    plain = subject.plain(output)
    record = subject.api.types[plain.name] if isinstance(plain, NamedRef) else None
    if isinstance(record, Record):
        if any(_CURSORS & {*field.name.words} for field in record.fields):
            return None
        refs = [subject.plain(field.type) for field in record.fields]
        lists = [ref for ref in refs if isinstance(ref, ListRef)]
        rest = [ref for ref in refs if not isinstance(ref, ListRef | ScalarRef)]
        return subject.plain(lists[0].item) if len(lists) == 1 and not rest else None
    return subject.plain(plain.item) if isinstance(plain, ListRef) else None


RULE = Rule(kind=KIND, find=find, about="an operation gives a whole collection at once")
