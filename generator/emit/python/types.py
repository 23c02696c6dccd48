"""Turns the types of a contract into types.py: enums, msgspec structs, and the aliases of both."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from generator.emit.python.annotations import annotation, left_out, optional
from generator.emit.python.code import (
    DocText,
    Literal,
    doc,
    enum_member,
    literal,
    member,
)
from generator.emit.python.defaults import struct_default
from generator.emit.python.imports import Imports
from generator.emit.python.layout import alternatives, call
from generator.emit.python.module import Module
from generator.emit.python.unions import INPUT_RECORDS, Unions
from generator.model import (
    Alias,
    Api,
    Deprecation,
    Enum,
    Field,
    NamedRef,
    Record,
    RecordOrigin,
    Union,
)
from generator.naming import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A line of a class and what is said about it."""

    text: str
    doc: DocText


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumView:
    """An enum; ``head`` is ``class Category(OpenEnum)``."""

    head: str
    doc: DocText
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructView:
    """A record; ``head`` is ``class Card(msgspec.Struct, kw_only=True)``."""

    head: str
    doc: DocText
    sensitive: str
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A name for a type."""

    text: str
    doc: DocText


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesView:
    """The page: ``types.py``."""

    title: DocText
    imports: Imports
    enums: tuple[EnumView, ...]
    structs: tuple[StructView, ...]
    aliases: tuple[AliasView, ...]


def types_file(api: Api) -> Module:
    """``types.py``"""
    return Module(path="types.py", template="python/types.py.j2", view=view(api))


def view(api: Api) -> TypesView:
    """Everything that the page shows."""
    imports = Imports.of(api)
    enums = [_enum(t, imports) for t in api.types.values() if isinstance(t, Enum)]
    records = [t for t in api.types.values() if isinstance(t, Record)]
    unions = Unions.of(api)
    structs = [_struct(api, unions, record, imports) for record in records]
    aliases = [alias for t in _aliases(api) for alias in _alias(t, unions, imports)]
    if structs:
        imports.module("msgspec")
    return TypesView(
        title=doc(f"What travels in {api.title}.", indent=0),
        imports=imports,
        enums=tuple(enums),
        structs=tuple(structs),
        aliases=tuple(aliases),
    )


def _enum(enum: Enum, imports: Imports) -> EnumView:
    base = imports.name("_support.values", "OpenEnum")
    return EnumView(
        head=f"class {enum.name}({base}):",
        doc=doc(_text(enum.description, enum.deprecated), indent=4),
        members=tuple(
            MemberView(
                text=f"{enum_member(value.name)} = {literal(value.name)}",
                doc=doc(_text(value.description, value.deprecated), indent=4),
            )
            for value in enum.values
        ),
    )


def _struct(api: Api, unions: Unions, record: Record, imports: Imports) -> StructView:
    sensitive = [literal(member(field.name)) for field in record.fields if field.sensitive]
    options = ["kw_only=True"]
    if record.tag is not None:
        options.append(f"tag_field={literal(record.tag.member)}")
        options.append(f"tag={literal(record.tag.value)}")
    bases: list[str] = []
    masked = ""
    if sensitive:
        bases.append(imports.name("_support.values", "Masked"))
        masked = f"_sensitive: {_class_var(imports)} = frozenset"
    if record.origin is RecordOrigin.PATCH:
        bases.append(imports.name("_support.values", "PatchBase"))
    omits = _omits(api, record)
    if omits:
        options.append("omit_defaults=True")
    given = unions if record.origin in INPUT_RECORDS else None
    members = tuple(_member(api, given, field, imports, omits=omits) for field in record.fields)
    described = _text(record.description or _origin(record), record.deprecated)
    return StructView(
        head=call(
            f"class {record.name}", [*(bases or ["msgspec.Struct"]), *options], ":", indent=0
        ),
        doc=doc(described, indent=4),
        sensitive=call(masked, [_tuple(sensitive)], indent=4) if sensitive else "",
        members=members,
    )


def _class_var(imports: Imports) -> str:
    """msgspec looks at the text: it knows `ClassVar` and `typing.ClassVar`, and no alias."""
    if imports.own("ClassVar") == "ClassVar":
        return imports.name("typing", "ClassVar")
    imports.module("typing")
    return "typing.ClassVar"


def _tuple(items: list[Literal]) -> str:
    return "{" + ", ".join(items) + "}"


def _omits(api: Api, record: Record) -> bool:
    """Whether members of a record are left out when there is nothing; requests are never sent."""
    if api.null_for_absent or record.origin is RecordOrigin.REQUEST:
        return False
    return any(field.may_be_absent and not field.patch for field in record.fields)


def _member(
    api: Api, given: Unions | None, field: Field, imports: Imports, *, omits: bool
) -> MemberView:
    """A field; ``given`` are the unions if a caller gives it."""
    name = member(field.name)
    ref = field.type if given is None else given.of_input(field.type)
    hint = annotation(ref, imports, types="", ranges=True)
    if field.nullable:
        hint = optional(hint, imports)
    if field.patch:
        hint = left_out(hint, imports, nullable=field.clearable)
    return MemberView(
        text=struct_default(api, field, name, f"{name}: {hint}", imports, omits=omits),
        doc=doc(_text(field.description, field.deprecated), indent=4),
    )


def _aliases(api: Api) -> Iterator[Alias | Union]:
    """Aliases and unions, each after those that it names."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[Alias | Union]:
        type_def = api.types[name]
        if name in done or not isinstance(type_def, Alias | Union):
            return
        done.add(name)
        if isinstance(type_def, Alias):
            ref = type_def.type
            while not isinstance(ref, NamedRef):
                inner = getattr(ref, "item", None) or getattr(ref, "value", None)
                if inner is None:
                    break
                ref = inner
            else:
                yield from visit(ref.name)
        yield type_def

    for name in api.types:
        yield from visit(name)


def _alias(type_def: Alias | Union, unions: Unions, imports: Imports) -> Iterator[AliasView]:
    """A name for a type; before a union that is given, too, comes the name for that."""
    alias = imports.name("typing", "TypeAlias")
    head = f"{type_def.name}: {alias}"
    if isinstance(type_def, Union):
        closed = unions.closed.get(type_def.name)
        if closed is not None:
            known = [variant.record for variant in type_def.variants]
            text = alternatives(f"{closed}: {alias}", known)
            said = f"What a caller gives for {type_def.name}."
            yield AliasView(text=text, doc=doc(said, indent=0))
        text = alternatives(head, unions.variants(type_def, imports))
        if "typing." in text:
            imports.module("typing")
    else:
        text = f"{head} = {annotation(type_def.type, imports, types='', ranges=True)}"
    yield AliasView(
        text=text,
        doc=doc(_text(type_def.description, type_def.deprecated), indent=0),
    )


def _origin(record: Record) -> str:
    """What a record that no contract describes is for."""
    match record.origin:
        case RecordOrigin.INPUT_VIEW:
            return f"What a caller says of a {record.source}."
        case RecordOrigin.PATCH:
            of = record.name.removesuffix("Patch")
            return f"What changes of {of}: UNSET leaves a value as it is, None clears it."
        case RecordOrigin.PAGE:
            return f"A page of {record.source}, and where the next one begins."
        case RecordOrigin.REQUEST:
            return f"The parameters of {record.name.removesuffix('Request')}."
        case RecordOrigin.RESULT | RecordOrigin.DECLARED:
            return f"{Name.parse(record.name).title}."
        case _:
            assert_never(record.origin)


def _text(description: str, deprecated: Deprecation | None) -> str:
    if deprecated is None:
        return description
    note = "Deprecated." if deprecated.use is None else f"Deprecated: use {deprecated.use}."
    return f"{description}\n\n{note}".strip()
