"""Decides how Python spells a union: open where answers have it, closed in inputs.

A newer server may answer a variant that the contract does not know, which is an ``Unknown``. What
a caller gives is of the variants that it does know: where a union is both, its closed twin has a
name of its own (``Item`` and ``ItemInput``).
"""

from dataclasses import replace

from generator.emit.python.imports import Imports
from generator.formats.json.schema.reach import written_in_output
from generator.model import (
    Alias,
    Api,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    RecordOrigin,
    ScalarRef,
    TypeRef,
    Union,
)
from generator.model.refs import leaf

INPUT_RECORDS = frozenset({RecordOrigin.REQUEST, RecordOrigin.INPUT_VIEW, RecordOrigin.PATCH})


class Unions:
    """The unions of one contract."""

    def __init__(self, api: Api) -> None:
        self._api = api
        answered = written_in_output(api)
        unions = {name for name, found in api.types.items() if isinstance(found, Union)}
        self._open = unions & answered
        direct = {
            name
            for record in api.types.values()
            if isinstance(record, Record) and record.origin in INPUT_RECORDS
            for name in self._direct(record)
        }
        self.closed = {name: self._free(f"{name}Input") for name in api.types if name in direct}

    @classmethod
    def of(cls, api: Api) -> "Unions":
        """Those of a contract; found once, as every method asks for them."""
        found: Unions | None = vars(api).get(cls.__name__)
        if found is None:
            found = vars(api)[cls.__name__] = cls(api)
        return found

    def variants(self, union: Union, imports: Imports) -> list[str]:
        """The classes that a union's name stands for."""
        known = [variant.record for variant in union.variants]
        if union.name not in self._open:
            return known
        return [*known, imports.name("_support.unions", "Unknown")]

    def of_input(self, ref: TypeRef) -> TypeRef:
        """The same type where a caller gives it: nobody gives what is unknown."""
        match ref:
            case NamedRef(name=name):
                found = self._api.types[name]
                if isinstance(found, Alias) and self._leaves(found.type):
                    return self.of_input(found.type)
                return NamedRef(name=self.closed.get(name, name))
            case ListRef() | NullableRef():
                return replace(ref, item=self.of_input(ref.item))
            case MapRef():
                return replace(ref, value=self.of_input(ref.value))
            case ScalarRef():
                return ref

    def _direct(self, record: Record) -> set[str]:
        return {name for field in record.fields for name in self._leaves(field.type)}

    def _leaves(self, ref: TypeRef) -> set[str]:
        """The open unions that a reference holds, through aliases."""
        name = leaf(ref)
        if name is None:
            return set()
        known = self._api.types[name]
        return self._leaves(known.type) if isinstance(known, Alias) else {name} & self._open

    def _free(self, name: str) -> str:
        while name in self._api.types or name in self._api.errors:
            name += "_"
        return name
