"""Gives the input of an update its own view of the records in it: what to change of them.

``AddressPatch`` has the fields of ``Address``, and each may be left out: absent leaves a value
unchanged, null clears it (RFC 7396). So it is at every depth of records, unions and maps; a list
is a value as a whole.

The last link of the chain: Viewed → Patched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.contract.resolve.clashes import check_made
from generator.contract.resolve.typed import Types
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
from generator.model.refs import leaf


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
    patches = _patches(derived.values(), types)
    whys = {name: f"what an update changes of '{_source_of(name)}'" for name in patches}
    check_made(patches, whys, viewed.operated, viewed.views, problems)
    return Patched(viewed=viewed, patches=patches, derived=derived)


def _source_of(patch: str) -> str:
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


def _patches(requests: Iterable[Record], types: Types) -> dict[str, TypeDef]:
    """The patches that requests hold, and those that these hold."""
    sources = {_patch_name(each): each for each in types.values()}
    made: dict[str, TypeDef] = {}
    names = [name for request in requests for name in _held(request)]
    for name in names:  # grows while it is worked off
        if name in sources and name not in made:
            made[name] = _patch(sources[name], types)
            names += _held(made[name])
    return made


def _held(patch: TypeDef) -> Iterator[str]:
    """The names of patches within a request or a patch, perhaps of an enum in a map, too."""
    match patch:
        case Record(fields=fields):
            for field in fields:
                name = leaf(field.type)
                if field.whole is not None and name is not None and name != leaf(field.whole):
                    yield name
        case Union(variants=variants):
            yield from (variant.record for variant in variants)
        case Alias() | Enum():
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
