"""Turns the bytes of a request message into plain JSON data, as REST would have received it.

An update's mask decides what counts: absent, null and a value mean what they mean in every style
(AIP-134).
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import msgspec
from google.protobuf.message import DecodeError
from msgspec import inspect

from generator.formats.protobuf.runtime.masks import parse
from generator.formats.protobuf.runtime.request import Request
from generator.formats.protobuf.runtime.scan import Scan
from generator.formats.protobuf.runtime.selection import Selection
from generator.formats.protobuf.runtime.shapes import ManyOf, Record
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.limits import LARGE
from generator.runtime.patch import Update
from generator.runtime.validation.violations import detail

# Paths of a mask: what is done with so many takes half a second.
_MOST_PATHS = 100_000


class RequestReader(Request):
    """Reads the requests of one operation."""

    @cached_property
    def _raw(self) -> Callable[..., dict[str, Any]]:
        return self._messages.raw.of_message(self._record)

    @cached_property
    def _scan(self) -> Scan:
        definitions = self._operation.schema.definitions
        return Scan(self._record, self._messages.shapes, definitions)

    @cached_property
    def _many(self) -> frozenset[str]:
        """What protobuf does not tell from absent when it is empty, by JSON names."""
        members = self._members
        return frozenset(n for n in self._maskable if isinstance(members[n], ManyOf))

    @cached_property
    def _changes(self) -> Record:
        """The request without what no update changes: its keys."""
        info = self._record.info
        names = self._maskable
        fields = tuple(field for field in info.fields if field.encode_name in names)
        changes = inspect.StructType(info.cls, fields)
        return msgspec.structs.replace(self._record, info=changes)

    def read(self, data: bytes) -> dict[str, Any]:
        """The bytes of a request → plain JSON data by JSON names."""
        if len(data) >= LARGE and (found := self._scan.violations(data)):
            raise InvalidArgument(violations=found)
        try:
            message = self._class.FromString(data)
        except DecodeError as error:
            wrong = Violation("", "is not a message of the expected type")
            found = self._scan.violations(data) or [wrong]
            raise InvalidArgument(violations=found) from error
        try:
            raw = self._raw(message)
        except ValueError as error:
            raise InvalidArgument(violations=[Violation("", str(error))]) from error
        return self._unmasked(message.update_mask.paths, raw) if self._maskable else raw

    def _unmasked(self, named: Sequence[str], raw: dict[str, Any]) -> dict[str, Any]:
        """Only what the mask names, and null for what it names and the message lacks.

        Without a mask, what is populated counts (AIP-134).
        """
        maskable = self._maskable
        if len(named) > _MOST_PATHS:
            text = detail("maxItems", _MOST_PATHS, {})
            raise InvalidArgument(violations=[Violation("/updateMask", text)])
        paths = set(named)
        if paths == {"*"}:
            paths = {*maskable.values()}
        if not paths and raw.keys().isdisjoint(self._deep):
            empty = [name for name in self._many if not raw.get(name)]
            return {name: item for name, item in raw.items() if name not in empty}
        if not paths or not self._flat.issuperset(paths):
            return self._selected(paths, raw)
        for name, path in maskable.items():
            if path not in paths:
                raw.pop(name, None)
            else:
                raw.setdefault(name, None)
        return raw

    def _selected(self, paths: set[str], raw: dict[str, Any]) -> dict[str, Any]:
        """The same, where something has depth or a path does."""
        filled = {name for name, default in self._defaults.items() if default}
        selection = Selection(self._messages.shapes, filled)
        if paths:
            changes = selection.named(self._changes, raw, parse(sorted(paths)))
        else:
            changes = selection.populated(self._changes, raw)
        kept = {name: item for name, item in raw.items() if name not in self._maskable}
        update = Update(kept | changes)
        update.whole = tuple(selection.whole)
        return update
