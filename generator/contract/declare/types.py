"""Turns the nodes below ``types`` and ``fields`` into declarations."""

import datetime
import re
from collections.abc import Iterator

from generator.contract.declare.accepts import declare_accepts
from generator.contract.declare.declarations import (
    AliasBody,
    EnumBody,
    EnumValueDecl,
    FieldDecl,
    RecordBody,
    TypeDecl,
    UnionBody,
    VariantDecl,
)
from generator.contract.declare.expression import TypeExpr, parse
from generator.contract.declare.parts import NO_NOTES, Notes, Spanned
from generator.contract.declare.reader import MappingReader, as_mapping, as_text, kind_of, named
from generator.contract.problems import bodies, promises, shape, values
from generator.contract.problems.other_languages import INSTEAD_OF_TYPE, of_expression
from generator.diagnostics import Problems
from generator.model import Deprecation, Entry, Mapping, Node, Scalar, Sequence

LENGTHS = ("min_length", "max_length", "min_items", "max_items")
BOUNDS = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of")
FLAGS = ("read_only", "write_only", "immutable", "sensitive")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(; ?[\w-]+=[\w.-]+)*", re.ASCII)
BODIES = ("fields", "enum", "union", "type")


def declare_type(entry: Entry, problems: Problems) -> TypeDecl:
    """One entry of ``types``."""
    name = Spanned(value=entry.key, span=entry.key_span)
    node = as_mapping(entry.value, f"the type '{entry.key}'", problems)
    if node is None:
        return TypeDecl(name=name, body=None)
    reader = MappingReader(node, f"the type '{entry.key}'", problems)
    present = [key for key in BODIES if key in reader]
    body = None
    if not present:
        hint = "a record has fields, an enum values, a union variants, an alias a type"
        owner = f"the type '{entry.key}'"
        keys = "'fields', 'enum', 'union' or 'type'"
        problems.add(shape.missing_key(entry.key_span, owner, keys, hint))
    elif len(present) > 1:
        first, second = present[:2]
        places = reader.place(second), reader.place(first)
        problems.add(shape.conflicting_keys(places[0], reader.owner, first, second, places[1]))
    else:
        body = _body(present[0], reader, problems)
    if len(present) != 1:
        for key in (*BODIES, "discriminator"):
            reader.entry(key)
    return TypeDecl(name=name, body=body, notes=notes(reader, BODIES))


def _body(
    key: str, reader: MappingReader, problems: Problems
) -> RecordBody | EnumBody | UnionBody | AliasBody | None:
    node = reader.node_at(key)
    assert node is not None
    match key:
        case "fields":
            found = as_mapping(node, "'fields'", problems)
            return None if found is None else RecordBody(fields=declare_fields(found, problems))
        case "enum":
            values_found = _enum_values(node, problems)
            return None if values_found is None else EnumBody(values=values_found)
        case "union":
            discriminator = reader.text("discriminator")
            found = as_mapping(node, "'union'", problems)
            if found is None:
                return None
            variants = tuple(_variants(found, problems))
            return UnionBody(variants=variants, discriminator=discriminator)
        case _:
            type_, constraints = _type_and_constraints(reader, problems)
            examples = _list(reader, "examples", problems)
            return AliasBody(type=type_, constraints=constraints, examples=examples)


def declare_fields(
    node: Mapping, problems: Problems, *, raw: bool = False
) -> tuple[FieldDecl, ...]:
    """The entries of ``fields``, or of any other mapping of fields; raw: one may be the body."""
    return tuple(declare_field(entry, problems, raw=raw) for entry in named(node))


def declare_field(entry: Entry, problems: Problems, *, raw: bool = False) -> FieldDecl:
    """``name: expression`` or ``name: {type: expression, …}``."""
    name = Spanned(value=entry.key, span=entry.key_span)
    if not isinstance(entry.value, Mapping):
        return FieldDecl(name=name, type=expression(entry.value, name.value, problems))
    reader = MappingReader(entry.value, f"the field '{entry.key}'", problems)
    if "type" not in reader and not any(key in reader for key in INSTEAD_OF_TYPE):
        problems.add(shape.missing_key(entry.key_span, reader.owner, "'type'"))
    type_, constraints = _type_and_constraints(reader, problems)
    flags = {key: reader.place(key) for key in FLAGS if reader.flag(key)}
    default = reader.node_at("default")
    examples = _list(reader, "examples", problems)
    number = reader.integer("number")
    media_type = declare_media_type(reader, problems)
    if media_type is not None and not raw:
        problems.add(bodies.misplaced_media_type(reader.place("media_type")))
    return FieldDecl(
        name=name,
        type=type_,
        constraints=constraints,
        flags=flags,
        default=default,
        examples=examples,
        number=number,
        media_type=media_type,
        notes=notes(reader),
    )


def declare_media_type(reader: MappingReader, problems: Problems) -> Spanned | None:
    """``media_type: image/jpeg``"""
    found = reader.text("media_type")
    if found is not None and not _MEDIA_TYPE.fullmatch(found.value):
        problems.add(promises.bad_media_type(found.span, found.value))
    return found


def expression(node: Node, owner: str, problems: Problems) -> TypeExpr | None:
    """A type expression, or None after a report."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return parse(node, problems)
    found = kind_of(node)
    expected = "a type, such as string or list<string>"
    hint = None
    if isinstance(node, Scalar) and node.value is None:
        hint = f"leave '{owner}' out where there is nothing"
    if isinstance(node, Sequence):  # JSON Schema: [string, "null"]
        texts = [item.text for item in node.items if isinstance(item, Scalar)]
        hint = of_expression("|".join(texts))
    problems.add(shape.wrong_kind(node.span, f"'{owner}'", expected, found, hint))
    return None


def _type_and_constraints(
    reader: MappingReader, problems: Problems
) -> tuple[TypeExpr | None, dict[str, Scalar]]:
    node = reader.node_at("type")
    type_ = None if node is None else expression(node, "type", problems)
    found: dict[str, Scalar] = {}
    for key in LENGTHS:
        value = reader.integer(key)
        if value is not None:
            found[key] = value
    for key in BOUNDS:
        bound = reader.node_at(key)
        if bound is None:
            continue
        if isinstance(bound, Scalar) and bound.value is not None and type(bound.value) is not bool:
            found[key] = bound  # a decimal may be quoted: the fitness check reads it
        else:
            problems.add(shape.wrong_kind(bound.span, f"'{key}'", "a number", kind_of(bound)))
    pattern = reader.node_at("pattern")
    if pattern is not None and as_text(pattern, "'pattern'", problems) is not None:
        assert isinstance(pattern, Scalar)
        found["pattern"] = pattern
    if reader.flag("unique_items"):
        unique = reader.node_at("unique_items")
        assert isinstance(unique, Scalar)
        found["unique_items"] = unique
    return type_, found


def _list(reader: MappingReader, key: str, problems: Problems) -> tuple[Node, ...]:
    node = reader.node_at(key)
    if node is None:
        return ()
    if isinstance(node, Sequence):
        return node.items
    problems.add(shape.wrong_kind(node.span, f"'{key}'", "a list", kind_of(node)))
    return ()


def _enum_values(node: Node, problems: Problems) -> tuple[EnumValueDecl, ...] | None:
    """Both forms: a list of names, or a mapping of names to descriptions or details."""
    if isinstance(node, Mapping):
        return tuple(_enum_value(entry, problems) for entry in named(node))
    if isinstance(node, Sequence):
        texts = (as_text(item, "a value of 'enum'", problems) for item in node.items)
        return tuple(EnumValueDecl(name=text) for text in texts if text is not None)
    expected = "a list of names, or a mapping of names to descriptions"
    problems.add(shape.wrong_kind(node.span, "'enum'", expected, kind_of(node)))
    return None


def _enum_value(entry: Entry, problems: Problems) -> EnumValueDecl:
    name = Spanned(value=entry.key, span=entry.key_span)
    match entry.value:
        case Mapping():
            reader = MappingReader(entry.value, f"the value '{entry.key}'", problems)
            number = reader.integer("number")
            return EnumValueDecl(name=name, number=number, notes=notes(reader))
        case Scalar(value=None):
            return EnumValueDecl(name=name)
        case other:
            text = as_text(other, f"the description of '{entry.key}'", problems)
            described = NO_NOTES if text is None else Notes(description=text.value)
            return EnumValueDecl(name=name, notes=described)


def _variants(node: Mapping, problems: Problems) -> Iterator[VariantDecl]:
    for entry in named(node):
        tag = Spanned(value=entry.key, span=entry.key_span)
        if isinstance(entry.value, Mapping):
            reader = MappingReader(entry.value, f"the variant '{entry.key}'", problems)
            record, number = reader.text("type"), reader.integer("number")
            renamed_from = reader.text("renamed_from")
            if "type" not in reader:
                problems.add(shape.missing_key(entry.key_span, reader.owner, "'type'"))
            reader.finish()
        else:
            record = as_text(entry.value, f"the variant '{entry.key}'", problems)
            number = renamed_from = None
        if record is not None:
            yield VariantDecl(tag=tag, record=record, number=number, renamed_from=renamed_from)


def notes(reader: MappingReader, known: tuple[str, ...] = ()) -> Notes:
    """What every declaration may say of itself; the last thing that is read of a mapping."""
    made = Notes(
        description=reader.prose("description"),
        deprecated=_deprecation(reader),
        lasting=_is_false(reader.node_at("deprecated")),
        renamed_from=reader.text("renamed_from"),
        accepts=declare_accepts(reader),
        extensions=reader.finish(known),
    )
    return NO_NOTES if made == NO_NOTES else made


def _deprecation(reader: MappingReader) -> Deprecation | None:
    """``deprecated: true``, or a mapping of since, sunset and use."""
    node = reader.node_at("deprecated")
    if node is None or _is_false(node):
        return None
    if isinstance(node, Scalar) and node.value is True:
        return Deprecation()
    found = as_mapping(node, "'deprecated'", reader.problems)
    if found is None:
        return None
    inner = MappingReader(found, "'deprecated'", reader.problems)
    since, sunset, use = inner.text("since"), inner.text("sunset"), inner.text("use")
    inner.finish()
    dates = _date(since, reader.problems), _date(sunset, reader.problems)
    if sunset is not None and dates[0] and dates[1] and dates[1] < dates[0]:
        reader.problems.add(values.bad_sunset(sunset.span, dates[1], dates[0]))
    return Deprecation(since=dates[0], sunset=dates[1], use=None if use is None else use.value)


def _is_false(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is False


def _date(text: Spanned | None, problems: Problems) -> str | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text.value).isoformat()
    except ValueError:
        problems.add(values.bad_date(text.span, text.value))
        return None
