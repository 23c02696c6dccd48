"""Gives the input of an update its own view of the records in it: what to change of them.

``AddressPatch`` has the fields of ``Address``, and each may be left out: absent leaves a value
unchanged, null clears it (RFC 7396). So it is at every depth of records, unions and maps; a list
is a value as a whole.
"""

from collections.abc import Mapping
from dataclasses import replace

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


class Patches:
    """The patch types of one contract: ``<Record>Patch``, made when an update needs them."""

    def __init__(self, types: Mapping[str, TypeDef]) -> None:
        self._types = types
        self._needed: dict[str, str] = {}  # a record or union of inputs → its patch
        self._order: list[str] = []

    def request(self, record: Record) -> Record:
        """A request, the fields of an update as patches."""
        if not any(field.patch for field in record.fields):
            return record
        return replace(record, fields=tuple(map(self._field, record.fields)))

    def close(self) -> dict[str, TypeDef]:
        """Make the patches that requests need, and those that these need."""
        made: dict[str, TypeDef] = {}
        for name in self._order:  # grows while it is worked off
            made[self._needed[name]] = self._make(name)
        return made

    def source(self, patch: str) -> str:
        """The declared type of a patch."""
        return patch.removesuffix("Patch")

    def _field(self, field: Field) -> Field:
        if not field.patch:
            return field
        type_ = self._ref(field.type)
        return field if type_ == field.type else replace(field, type=type_, whole=field.type)

    def _ref(self, ref: TypeRef) -> TypeRef:
        match ref:
            case NamedRef(name=name):
                return self._named(ref, self._types[name])
            case MapRef(value=NullableRef(item=item)) | MapRef(value=item):
                return MapRef(value=NullableRef(item=self._ref(item)))
            case NullableRef() | ListRef() | ScalarRef():
                return ref

    def _named(self, ref: NamedRef, known: TypeDef) -> TypeRef:
        match known:
            case Record() | Union():
                return NamedRef(name=self._patch(known))
            case Alias(type=target):
                patch = self._ref(target)
                return ref if patch == target else patch
            case Enum():
                return ref

    def _patch(self, known: Record | Union) -> str:
        """The name of a patch: that of the declared type, also where inputs have their own."""
        if known.name not in self._needed:
            self._needed[known.name] = f"{known.source or known.name}Patch"
            self._order.append(known.name)
        return self._needed[known.name]

    def _make(self, name: str) -> TypeDef:
        patch = self._needed[name]
        match self._types[name]:
            case Record() as record:
                fields = (field.as_patch() for field in record.fields)
                return replace(
                    record,
                    name=patch,
                    fields=tuple(map(self._field, fields)),
                    origin=RecordOrigin.PATCH,
                    source=name,
                    input_view=None,
                    description="",
                )
            case Union() as union:
                variants = []
                for variant in union.variants:
                    branch = self._types[variant.record]
                    assert isinstance(branch, Record)
                    variants.append(replace(variant, record=self._patch(branch)))
                return replace(
                    union, name=patch, variants=tuple(variants), source=name, input_view=None
                )
            case Alias() | Enum():
                raise AssertionError("only records and unions have patches")
