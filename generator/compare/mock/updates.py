"""Applies updates to items, with what the server sets in records that an update makes."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from generator.compare.mock.generated import Generated
from generator.compare.mock.items import Items
from generator.emit.examples.values import converted
from generator.emit.python.code import member
from generator.model import Api, Record, RecordOrigin


class Updates:
    """The updates of one service."""

    def __init__(self, api: Api, generated: Generated, items: Items) -> None:
        self._api = api
        self._generated = generated
        self._items = items

    def merged(self, item: msgspec.Struct, changes: Mapping[str, Any]) -> Any:
        """An item with what an update changes; InvalidArgument where something is missing."""
        changes = {name: self._plain(getattr(item, name), new) for name, new in changes.items()}
        return self._generated.support.merge(self._begun(item, changes), **changes)

    def _plain(self, before: Any, change: Any) -> Any:
        """A map that replaces the one before, as changes of its keys where these are merged."""
        if not isinstance(change, dict) or not any(map(self._changed, change.values())):
            return change
        whole = isinstance(change, self._generated.support.Whole)
        old = before if whole and isinstance(before, dict) else {}
        return {**dict.fromkeys(old), **change}

    def _begun(self, before: msgspec.Struct, changes: Mapping[str, Any]) -> msgspec.Struct:
        """A record in which whatever changes is there, if only as what the server sets of it."""
        known = {name: new for name, new in changes.items() if name in before.__struct_fields__}
        begun = {name: self._start(getattr(before, name), new) for name, new in known.items()}
        return msgspec.structs.replace(before, **begun)

    def _start(self, before: Any, change: Any) -> Any:
        if isinstance(change, dict):
            old = before if isinstance(before, dict) else {}
            parts = {key: new for key, new in change.items() if self._changed(new)}
            return {**old, **{key: self._start(old.get(key), new) for key, new in parts.items()}}
        record = self._changed(change)
        if record is None:
            return before
        kind = self._generated.record(record.name)
        if type(before) is not kind:
            before = self._new(kind, record)
        return self._begun(before, {n: getattr(change, n) for n in change.__struct_fields__})

    def _changed(self, change: Any) -> Record | None:
        """The record that a patch is of; None for what is no patch."""
        found = self._api.types.get(type(change).__name__)
        if not isinstance(found, Record) or found.origin is not RecordOrigin.PATCH:
            return None
        while found.source is not None:  # perhaps by its input view
            found = self._api.types[found.source]
            assert isinstance(found, Record)
        return found

    def _new(self, kind: type[msgspec.Struct], record: Record) -> msgspec.Struct:
        """A record of what only the server sets; whatever else it needs is not there yet."""
        types = {field.name: field.type for field in msgspec.structs.fields(kind)}
        values: dict[str, Any] = {}
        for field in record.fields:
            name = member(field.name)
            if field.required and field.default is None:
                made = field.read_only
                values[name] = converted(self._items.made(field), types[name]) if made else UNSET
        return kind(**values)
