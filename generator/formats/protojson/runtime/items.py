"""Turns the JSON messages of a client's stream into items and the other inputs, and back."""

from base64 import b64decode
from collections.abc import Callable
from functools import cached_property
from typing import Any

from generator.formats.protobuf.runtime.functions import ABSENT
from generator.formats.protobuf.runtime.items import ItemReader, ItemWriter
from generator.formats.protobuf.runtime.messages import UNFIT
from generator.formats.protojson.runtime.given import Given
from generator.formats.protojson.runtime.requests import encode, object_of, refused
from generator.formats.protojson.runtime.write import Write
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.streams.sending import at_item


class JsonItemReader(ItemReader):
    """Reads them, on a server."""

    @cached_property
    def _others(self) -> Callable[..., dict[str, Any]]:
        return self._messages.functions(Given).of_message(self._record)

    @cached_property
    def _raw(self) -> Callable[..., Any]:
        return self._function(self._messages.functions(Given))

    @cached_property
    def _own(self) -> frozenset[str]:
        """The names of the field that holds the item."""
        if self._field is None:
            return frozenset()
        return frozenset(
            {self._field, self._message.fields_by_name[self._field].json_name},
        )

    def read(self, data: bytes, at: int) -> tuple[dict[str, Any], Any]:
        """The JSON of a message → the other inputs, as plain JSON data, and the item, checked.

        The item is ABSENT where the message has none. at: how many items came before. Raises
        InvalidArgument, with what is wrong with the item below ``/3``.
        """
        try:
            message = object_of(data)
        except InvalidArgument as error:
            raise InvalidArgument(violations=at_item(error.violations, at)) from None
        if self._field is None:
            return {}, self._item(message, at)
        own = {name: message.pop(name) for name in self._own & message.keys()}
        if message and not self.has_others:
            unknown = "is not a known member"
            raise refused(Violation(f"/{name}", unknown) for name in message)
        others = self._others(message) if self.has_others else {}
        return others, self._item(own, at)

    def _item(self, message: Any, at: int) -> Any:
        if not self.chunks:
            return super()._item(message, at)
        raw = self._raw(message)
        try:  # a piece that is empty says nothing
            return ABSENT if raw is ABSENT else b64decode(raw, validate=True) or ABSENT
        except (TypeError, ValueError):
            raise refused([Violation(f"/{at}", "must be bytes in base64")]) from None


class JsonItemWriter(ItemWriter):
    """Writes them, in a client."""

    @cached_property
    def _written(self) -> Callable[[Any], Any]:
        return self._function(self._messages.functions(Write))

    @cached_property
    def _name(self) -> str | None:
        if self._field is None:
            return None
        name: str = self._message.fields_by_name[self._field].json_name
        return name

    def write(self, item: Any, at: int) -> bytes:
        """An item → the JSON of its message; InvalidArgument for what protobuf cannot carry.

        at: how many items came before.
        """
        try:
            held = self._written(item)
            return encode(held if self._name is None else {self._name: held})
        except UNFIT as error:
            wrong = Violation(f"/{at}", f"cannot travel in protobuf: {error}")
            raise InvalidArgument(violations=[wrong]) from error
