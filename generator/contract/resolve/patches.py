"""Gives the input of an update its own view of the records in it: what to change of them.

``AddressPatch`` has the fields of ``Address``, and each may be left out: absent leaves a value
unchanged, null clears it (RFC 7396). So it is at every depth of records, unions and maps; a list
is a value as a whole.

The last link of the chain: Viewed → Patched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.contract.resolve.clashes import check_made
from generator.contract.resolve.views import Viewed
from generator.diagnostics import Problems
from generator.model import (
    Alias,
    Enum,
    Field,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    RecordOrigin,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)

Types = Mapping[str, TypeDef]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patched:
    """A contract in which updates hold what they change of each record.

    patches: ``<Record>Patch`` of the records and unions that updates have; derived: the records
    that operations bring along.
    """

    viewed: Viewed
    patches: Mapping[str, TypeDef]
    derived: Mapping[str, Record]


def patch_updates(viewed: Viewed, problems: Problems) -> Patched:
    """Give updates the patches that they need."""
    types = {**viewed.types, **viewed.views}
    derived = {name: _request(record, types) for name, record in viewed.derived.items()}
    fields = (f for record in viewed.derived.values() for f in record.fields if f.patch)
    needed = _needed(fields, types)
    patches = {_patch_name(types[name]): _patch(types[name], types) for name in needed}
    whys = {name: f"what an update changes of '{source_of(name)}'" for name in patches}
    check_made(patches, whys, viewed.operated, viewed.views, problems)
    return Patched(viewed=viewed, patches=patches, derived=derived)


def source_of(patch: str) -> str:
    """The declared type of a patch."""
    return patch.removesuffix("Patch")


def _request(record: Record, types: Types) -> Record:
    """A request, the fields of an update as patches."""
    if not any(field.patch for field in record.fields):
        return record
    return replace(record, fields=tuple(_field(field, types) for field in record.fields))


def _field(field: Field, types: Types) -> Field:
    if not field.patch:
        return field
    type_ = _ref(field.type, types)
    return field if type_ == field.type else replace(field, type=type_, whole=field.type)


def _ref(ref: TypeRef, types: Types) -> TypeRef:
    match ref:
        case NamedRef(name=name):
            return _named(ref, types[name], types)
        case MapRef(value=NullableRef(item=item)) | MapRef(value=item):
            return MapRef(value=NullableRef(item=_ref(item, types)))
        case NullableRef() | ListRef() | ScalarRef():
            return ref


def _named(ref: NamedRef, known: TypeDef, types: Types) -> TypeRef:
    match known:
        case Record() | Union():
            return NamedRef(name=_patch_name(known))
        case Alias(type=target):
            patch = _ref(target, types)
            return ref if patch == target else patch
        case Enum():
            return ref


def _patch_name(known: TypeDef) -> str:
    """The name of a patch: that of the declared type, also where inputs have their own."""
    source = known.source if isinstance(known, Record | Union) else None
    return f"{source or known.name}Patch"


def _needed(fields: Iterable[Field], types: Types) -> list[str]:
    """The records and unions of which updates need a patch, and those within these."""
    found: dict[str, None] = {}
    for field in fields:
        found |= dict.fromkeys(_patched(field.type, types))
    order = list(found)
    for name in order:  # grows while it is worked off
        for other in _within(types[name], types):
            if other not in found:
                found[other] = None
                order.append(other)
    return order


def _within(type_: TypeDef, types: Types) -> Iterator[str]:
    match type_:
        case Record(fields=fields):
            for field in fields:
                yield from _patched(field.type, types)
        case Union(variants=variants):
            yield from (variant.record for variant in variants)
        case Alias() | Enum():
            pass


def _patched(ref: TypeRef, types: Types) -> Iterator[str]:
    """The record or union of which a patch of this type holds a patch."""
    match ref:
        case NamedRef(name=name):
            known = types[name]
            if isinstance(known, Alias):
                yield from _patched(known.type, types)
            elif isinstance(known, Record | Union):
                yield name
        case MapRef(value=NullableRef(item=item)) | MapRef(value=item):
            yield from _patched(item, types)
        case NullableRef() | ListRef() | ScalarRef():
            pass


def _patch(type_: TypeDef, types: Types) -> TypeDef:
    name = _patch_name(type_)
    match type_:
        case Record() as record:
            return replace(
                record,
                name=name,
                fields=tuple(_field(field.as_patch(), types) for field in record.fields),
                origin=RecordOrigin.PATCH,
                source=record.name,
                input_view=None,
                description="",
            )
        case Union() as union:
            variants = tuple(
                replace(variant, record=_patch_name(types[variant.record]))
                for variant in union.variants
            )
            return replace(union, name=name, variants=variants, source=union.name, input_view=None)
        case Alias() | Enum():
            raise AssertionError("only records and unions have patches")
