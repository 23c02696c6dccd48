"""Turns the JSON of a request message into plain JSON data on servers, and writes it in clients."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

import msgspec

from generator.formats.protobuf.runtime.reader import RequestReader
from generator.formats.protobuf.runtime.writer import RequestWriter
from generator.formats.protojson.runtime.given import Given
from generator.formats.protojson.runtime.masks import JsonMasks, paths
from generator.formats.protojson.runtime.structure import violations
from generator.formats.protojson.runtime.write import Write
from generator.runtime import json_text
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.validation.violations import LIMIT, Flaw

_MASKS = ("updateMask", "update_mask")

encode = msgspec.json.Encoder().encode


def refused(found: Iterable[Violation]) -> InvalidArgument:
    """What a caller hears of an input: no more violations than anybody reads."""
    return InvalidArgument(violations=[*islice(found, LIMIT)])


def object_of(data: bytes) -> dict[str, Any]:
    """The object that a JSON text is, with flaws; InvalidArgument for any other."""
    try:
        value = json_text.read(data)
    except json_text.NotJson:
        raise refused([Violation("", "is not JSON")]) from None
    if type(value) is not dict:
        raise refused([Violation("", "must be an object")])
    return value


class JsonRequestReader(RequestReader):
    """Reads the requests of one operation."""

    @cached_property
    def _given(self) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return self._messages.functions(Given).of_message(self._record)

    def read(self, data: bytes) -> dict[str, Any]:
        """The JSON of a request → plain JSON data by JSON names, as REST would have received it.

        What is wrong in it is there, or a Flaw in its place, for the contract's schema to judge;
        InvalidArgument for what is no object of JSON, and for a mask that is none.
        """
        raw = object_of(data)
        if not self._maskable:
            return self._given(raw)
        named = self._paths([raw.pop(name) for name in _MASKS if name in raw])
        return self._unmasked(named, self._given(raw))

    def _paths(self, masks: list[Any]) -> list[str]:
        """The paths of the mask, as the .proto has them."""
        match [mask for mask in masks if mask is not None]:
            case []:
                return []
            case [str(text)]:
                return paths(text)
            case [Flaw() as flaw]:
                why = flaw.text
            case [_]:
                why = "must be paths in one text, such as a,b.c"
            case _:
                why = "is given more than once"
        raise refused([Violation("/updateMask", why)])

    def _selected(self, paths: set[str], raw: dict[str, Any]) -> dict[str, Any]:
        found = violations(self._record, raw, self._messages.shapes)
        if some := [*islice(found, LIMIT)]:
            raise refused(some)
        return super()._selected(paths, raw)


class JsonRequestWriter(RequestWriter):
    """Writes the requests of one operation."""

    _masks = JsonMasks

    @cached_property
    def _written(self) -> dict[str, Callable[[Any], Any]]:
        """The functions that write a field, by JSON names; each is made when needed."""
        return {}

    def _message(self, values: Mapping[str, Any]) -> bytes:
        data: dict[str, Any] = {}
        masked: list[str] = []
        if self._maskable:
            values, masked = self._masked(values)
        for name, value in values.items():
            write = self._written.get(name) or self._writer(name)
            data[name] = write(value)
        if masked:
            data["updateMask"] = ",".join(masked)
        return encode(data)

    def _writer(self, name: str) -> Callable[[Any], Any]:
        functions = self._messages.functions(Write)
        writer = self._written[name] = functions.of_member(self._members[name])
        return writer
