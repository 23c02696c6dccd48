"""Finds the names in examples and defaults: fields, enum values, union tags, errors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Span
from generator.editor.expressions import literal, part_of
from generator.editor.outline import Part
from generator.editor.project import Project, at, text_at
from generator.editor.shapes import (
    Member,
    Typed,
    inputs,
    names_at,
    record_members,
    resource_members,
    resource_of,
)
from generator.editor.symbols import Form, Kind, Symbol, Use
from generator.editor.text import range_of
from generator.editor.typed import declared, item_of, members, outputs, values_of
from generator.model import Entry, Mapping, Node, Scalar, Sequence
from generator.model.api import Verb
from generator.naming import Name, plural


@dataclass(frozen=True, kw_only=True)
class Here:
    """A declaration: makes uses of the spans in it."""

    project: Project
    file: Path
    first: int

    def use(
        self,
        symbol: Symbol,
        span: Span,
        *,
        declares: bool = False,
        form: Form = Form.PLAIN,
        of: Symbol | None = None,
    ) -> Use:
        """A use at a place of the declaration."""
        where = range_of(span, self.first)
        return Use(symbol=symbol, file=self.file, range=where, declares=declares, form=form, of=of)

    def member(self, member: Member, span: Span, *, form: Form = Form.PLAIN) -> Use:
        """A use of a field, or of the parameter that names one of a resource by it."""
        symbol = Symbol(kind=Kind.FIELD, file=member.file, path=member.path)
        found = None
        if member.key_of:
            found = self.project.find(self.file, "resources", member.key_of)
            form = Form.KEY if form is Form.PLAIN else Form.GUESSED_KEY
        of = None
        if found is not None:
            path = "resources", found.part.name
            of = Symbol(kind=Kind.RESOURCE, file=found.file, path=path)
        return self.use(symbol, span, form=form, of=of)


def unquoted(span: Span, text: str) -> Span:
    """Where a key stands, without its quotes."""
    quotes = span.end_column - span.column - len(text)
    if span.line == span.end_line and quotes == 2:
        return part_of(span, 1, len(text) + 1)
    return span


def in_examples(here: Here, operation: Part) -> Iterator[Use]:
    """The names in the examples of an operation."""
    examples = at(operation.value, "examples")
    if not isinstance(examples, Mapping):
        return
    takes = inputs(here.project, here.file, operation)
    gives = outputs(here.project, here.file, operation)
    for example in examples:
        given = at(example.value, "input")
        yield from _object(here, given, takes)
        yield from _ordered(here, operation, given)
        yield from _object(here, at(example.value, "output"), gives)
        yield from _page(here, operation, at(example.value, "output"))
        error = at(example.value, "error")
        match error:
            case Scalar():
                yield from _error(here, error.text, literal(error))
            case Mapping():
                for entry in error:
                    yield from _error(here, entry.key, unquoted(entry.key_span, entry.key))
                    fields = record_members(here.project, here.file, "errors", entry.key)
                    yield from _object(here, entry.value, fields)
            case _:
                pass


def _page(here: Here, operation: Part, given: Node | None) -> Iterator[Use]:
    """``products: […]`` of a list: the items, and the resource that the member is named for."""
    verb = resource_of(operation)
    if verb is None or verb[0] is not Verb.LIST or at(operation.value, "output") is not None:
        return
    found = here.project.find(here.file, "resources", verb[1])
    for entry in given if isinstance(given, Mapping) and found is not None else ():
        if not isinstance(entry.value, Sequence) or found is None:
            continue
        symbol = Symbol(kind=Kind.RESOURCE, file=found.file, path=("resources", found.part.name))
        many = plural(Name.parse(found.part.name))
        if entry.key in (many.snake, many.camel) and at(found.part.value, "collection") is None:
            yield here.use(symbol, unquoted(entry.key_span, entry.key), form=Form.PLURAL)
        for item in entry.value.items:
            yield from _object(here, item, resource_members(here.project, here.file, verb[1]))


def _ordered(here: Here, operation: Part, given: Node | None) -> Iterator[Use]:
    """``order_by: -price`` of a list: the names of fields."""
    node = at(given, "order_by") or at(given, "orderBy")
    verb = resource_of(operation)
    if not isinstance(node, Scalar) or verb is None or not names_at(operation, "order_by"):
        return
    span = literal(node)
    for member in resource_members(here.project, here.file, verb[1]):
        for spelled in {member.name, Name.parse(member.name).camel}:
            start = 0
            while span is not None and (start := _word(node.text, spelled, start)) >= 0:
                yield here.member(member, part_of(span, start, start + len(spelled)))
                start += len(spelled)


def _word(text: str, word: str, start: int) -> int:
    """Where a whole word stands in a text; -1 where it does not."""
    while (start := text.find(word, start)) >= 0:
        around = text[max(start - 1, 0) : start] + text[start + len(word) : start + len(word) + 1]
        if not any(char.isalnum() or char == "_" for char in around):
            return start
        start += len(word)
    return -1


def _error(here: Here, name: str, span: Span | None) -> Iterator[Use]:
    found = here.project.find(here.file, "errors", name)
    if found is not None and span is not None:
        own = found.part.name
        symbol = Symbol(kind=Kind.ERROR, file=found.file, path=("errors", own))
        yield here.use(symbol, part_of(span, len(name) - len(own), len(name)))


def _object(here: Here, node: Node | None, known: Iterable[Member]) -> Iterator[Use]:
    """The members of an object by the fields that they are; either spelling is one."""
    known = [*known]
    by_name = {Name.parse(one.name).camel: one for one in known} | {one.name: one for one in known}
    for entry in node if isinstance(node, Mapping) else ():
        member = by_name.get(entry.key)
        if member is not None:
            yield here.member(member, unquoted(entry.key_span, entry.key))
            yield from in_value(here, entry.value, member.type)


def in_value(here: Here, node: Node, typed: Typed) -> Iterator[Use]:
    """The names in a value of a type."""
    inner = item_of(typed)
    if inner is not None:
        values: Iterable[Node] = ()
        match node:
            case Sequence():
                values = node.items
            case Mapping():
                values = (entry.value for entry in node)
            case _:
                pass
        for value in values:
            yield from in_value(here, value, inner)
        return
    found = declared(here.project, typed)
    if found is None:
        return
    file, mapping = found.file, found.part.mapping
    path = "types", found.part.name
    alias = text_at(mapping, "type")
    if alias is not None:
        yield from in_value(here, node, Typed(file=file, expression=alias))
    elif isinstance(node, Scalar):
        span = literal(node)
        if span is not None and node.text in {name for name, _ in values_of(mapping)}:
            symbol = Symbol(kind=Kind.VALUE, file=file, path=(*path, "enum", node.text))
            yield here.use(symbol, span)
    elif at(mapping, "union") is not None:
        yield from _variant(here, node, Typed(file=file, expression=found.part.name), mapping)
    else:
        yield from _object(here, node, members(here.project, typed))


def _variant(here: Here, node: Node, union: Typed, mapping: Mapping | None) -> Iterator[Use]:
    """An object with a tag, whose other members are those of the variant."""
    discriminator = text_at(mapping, "discriminator") or "type"
    tag = at(node, discriminator)
    variants = at(mapping, "union")
    entry = None
    if isinstance(tag, Scalar) and isinstance(variants, Mapping):
        entry = variants.entry(tag.text)
    if entry is None or not isinstance(tag, Scalar):
        return
    span = literal(tag)
    if span is not None:
        path = "types", union.expression, "union", entry.key
        yield here.use(Symbol(kind=Kind.TAG, file=union.file, path=path), span)
    record = _record(entry)
    yield from _object(here, node, members(here.project, Typed(file=union.file, expression=record)))


def _record(variant: Entry) -> str:
    """The record of a variant."""
    value = variant.value
    return value.text if isinstance(value, Scalar) else text_at(value, "type") or ""
