"""Gives requests their own view of records that are not the same on input and output.

The seventh link of the chain: Operated → Viewed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.contract.resolve.clashes import check_made
from generator.contract.resolve.operations import Operated
from generator.diagnostics import Problems
from generator.model import (
    Alias,
    Enum,
    Field,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Operation,
    Record,
    RecordOrigin,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)
from generator.model.refs import leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """A contract in which requests hold what an input has of each record.

    types: the declared ones; views: ``<Record>Input`` of those that inputs have otherwise, as far
    as requests need them; derived: the records that operations bring along.
    """

    operated: Operated
    types: Mapping[str, TypeDef]
    views: Mapping[str, TypeDef]
    derived: Mapping[str, Record]
    operations: Mapping[str, Operation]


def view_inputs(operated: Operated, problems: Problems) -> Viewed:
    """Give requests the views that they need, and the declared types the names of these."""
    valued = operated.valued
    sides = _Sides(valued.types, valued.fields)
    derived = {name: sides.request(each.record) for name, each in operated.derived.items()}
    operations = {
        name: replace(operation, stream_input=sides.ref(operation.stream_input))
        if operation.stream_input is not None
        else operation
        for name, operation in operated.operations.items()
    }
    used = [
        leaf(f.type) for each in operated.derived.values() for f in _request_fields(each.record)
    ]
    used += [leaf(op.stream_input) for op in operated.operations.values() if op.stream_input]
    needed = sides.needed(used)
    views = {view_name(name): sides.view(name) for name in needed}
    whys = {view_name(name): f"the input view of '{name}'" for name in needed}
    check_made(views, whys, operated, {}, problems)
    types = {
        name: replace(type_, input_view=view_name(name))
        if view_name(name) in views and isinstance(type_, Record | Union)
        else type_
        for name, type_ in valued.types.items()
    }
    return Viewed(
        operated=operated, types=types, views=views, derived=derived, operations=operations
    )


def _request_fields(record: Record) -> tuple[Field, ...]:
    """The fields of a request; none of another record."""
    return record.fields if record.origin is RecordOrigin.REQUEST else ()


def view_name(name: str) -> str:
    """The name of the input view of a type."""
    return f"{name}Input"


class _Sides:
    """Tells what an input has of each type, where that is not what an output has."""

    def __init__(
        self, types: Mapping[str, TypeDef], fields: Mapping[str, tuple[Field, ...]]
    ) -> None:
        self._types = types
        self._fields = fields
        self._differing = _differing(types, fields)

    def request(self, record: Record) -> Record:
        """A derived record; a request seen from the input's side."""
        if record.origin is not RecordOrigin.REQUEST or not self._differing:
            return record
        return replace(record, fields=self._seen(record.fields))

    def ref(self, ref: TypeRef) -> TypeRef:
        """A type seen from the input's side."""
        name = leaf(ref)
        return _renamed(ref, view_name(name)) if name in self._differing and name else ref

    def needed(self, used: Iterable[str | None]) -> list[str]:
        """The types of which inputs need a view: the used ones, and those that these use."""
        found = list(dict.fromkeys(name for name in used if name in self._differing and name))
        seen = set(found)
        for name in found:  # grows while it is worked off
            for other in self._used(name):
                if other in self._differing and other not in seen:
                    seen.add(other)
                    found.append(other)
        return found

    def view(self, name: str) -> TypeDef:
        """What an input has of a type."""
        view = view_name(name)
        match self._types[name]:
            case Record() as record:
                return replace(
                    record,
                    name=view,
                    fields=self._seen(f for f in self._fields[name] if not f.read_only),
                    write_only=(),
                    origin=RecordOrigin.INPUT_VIEW,
                    source=name,
                )
            case Union() as union:
                variants = tuple(
                    replace(v, record=view_name(v.record)) if v.record in self._differing else v
                    for v in union.variants
                )
                return replace(union, name=view, variants=variants, source=name)
            case Alias() as alias:
                return replace(alias, name=view, type=self.ref(alias.type))
            case Enum():
                raise AssertionError("an enum is the same on both sides")

    def _seen(self, fields: Iterable[Field]) -> tuple[Field, ...]:
        return tuple(
            replace(field, type=self.ref(field.type))
            if leaf(field.type) in self._differing
            else field
            for field in fields
        )

    def _used(self, name: str) -> Iterator[str]:
        return (other for other in _used_by_inputs(self._types[name], self._fields) if other)


def _renamed(ref: TypeRef, name: str) -> TypeRef:
    match ref:
        case NamedRef():
            return NamedRef(name=name)
        case ListRef():
            return replace(ref, item=_renamed(ref.item, name))
        case MapRef():
            return replace(ref, value=_renamed(ref.value, name))
        case NullableRef():
            return replace(ref, item=_renamed(ref.item, name))
        case ScalarRef():
            return ref


def _used_by_inputs(
    type_: TypeDef, fields: Mapping[str, tuple[Field, ...]]
) -> Iterator[str | None]:
    """The types that an input has within a type."""
    match type_:
        case Record(name=name):
            yield from (leaf(field.type) for field in fields[name] if not field.read_only)
        case Union(variants=variants):
            yield from (variant.record for variant in variants)
        case Alias(type=ref):
            yield leaf(ref)
        case Enum():
            pass


def _differing(types: Mapping[str, TypeDef], fields: Mapping[str, tuple[Field, ...]]) -> set[str]:
    """The types with a read_only or write_only field at any depth."""
    users: dict[str, list[str]] = {}
    found: list[str] = []
    for name, type_ in types.items():
        if isinstance(type_, Record) and any(f.read_only or f.write_only for f in fields[name]):
            found.append(name)
        for other in dict.fromkeys(_used_by_inputs(type_, fields)):
            if other is not None:
                users.setdefault(other, []).append(name)
    differing: set[str] = set()
    while found:
        name = found.pop()
        if name not in differing:
            differing.add(name)
            found += users.get(name, ())
    return differing
