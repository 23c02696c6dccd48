"""Turns the messages of a client's stream into items and the other inputs of the call, and back.

Each message has an item; the first one has the other inputs too, and may be without an item. Where
nothing else is sent, an item may be the message itself.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import DecodeError

from generator.formats.protobuf.runtime.functions import ABSENT, Functions
from generator.formats.protobuf.runtime.messages import UNFIT, Messages
from generator.formats.protobuf.runtime.request import Request
from generator.formats.protobuf.runtime.scan import Scan
from generator.formats.protobuf.runtime.shapes import Member, OneOf, Record, Union
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.limits import LARGE
from generator.runtime.operation import Operation
from generator.runtime.streams.sending import at_item

_DIFFERS = "is not what the first message of the stream said"


class Items(Request):
    """The messages of one client's stream."""

    def __init__(
        self,
        messages: Messages,
        operation: Operation[Any],
        message: Descriptor,
        *,
        field: str | None,
    ) -> None:
        """field: of the message, for the item; None where the item is the message itself."""
        super().__init__(messages, operation, message)
        assert operation.takes is not None
        self.chunks = operation.takes.chunks
        self._message = message
        self._field = field

    @cached_property
    def has_others(self) -> bool:
        """Whether the first message has more to say than an item."""
        return bool(self._record.info.fields)

    @cached_property
    def _declared(self) -> "msgspec.structs.FieldInfo":
        """What the contract says of an item: the only field of its record."""
        (declared,) = msgspec.structs.fields(self._operation.item.request)
        return declared

    @cached_property
    def shape(self) -> Member | Record | Union:
        """How an item lies in its message."""
        shapes = self._messages.shapes
        if self._field is None:
            return shapes.whole(self._declared.type, self._message)
        type_ = bytes if self.chunks else self._declared.type
        return shapes.member(type_, self._message.fields_by_name[self._field])

    def _function(self, functions: Functions) -> Callable[..., Any]:
        shape = self.shape
        if isinstance(shape, Record | Union):
            return functions.of_message(shape)
        return functions.of_member(shape)


class ItemReader(Items):
    """Reads them, on a server."""

    @cached_property
    def _others(self) -> Callable[..., dict[str, Any]]:
        return self._messages.raw.of_message(self._record)

    @cached_property
    def _raw(self) -> Callable[..., Any]:
        return self._function(self._messages.raw)

    @cached_property
    def _checked(self) -> Callable[[Any], Any]:
        """Plain JSON data of an item → the item; InvalidArgument."""
        decode, name, member = (
            self._operation.item.decode,
            self._declared.name,
            self._declared.encode_name,
        )
        return lambda raw: decode({member: raw})[name]

    @cached_property
    def _scan(self) -> Scan:
        definitions = self._operation.schema.definitions
        schema = {}
        if not self.chunks:
            item = self._operation.item.request.__name__
            schema = definitions[item]["properties"][self._declared.encode_name]
        shapes = self._messages.shapes
        return Scan(self._record, shapes, definitions, self.shape, schema)

    @cached_property
    def _untold(self) -> frozenset[str]:
        """The other inputs that are zero or empty where a message does not have them."""
        return frozenset(
            name
            for name, member in self._members.items()
            if not (isinstance(member, OneOf) and member.presence)
        )

    def read(self, data: bytes, at: int) -> tuple[dict[str, Any], Any]:
        """The bytes of a message → the other inputs, as plain JSON data, and the item, checked.

        The item is ABSENT where the message has none. at: how many items came before. Raises
        InvalidArgument, with what is wrong with the item below ``/3``.
        """
        if len(data) >= LARGE and (found := self._scan.violations(data)):
            raise InvalidArgument(violations=self._placed(found, at))
        try:
            message = self._class.FromString(data)
        except DecodeError as error:
            wrong = Violation(f"/{at}", "is not a message of the expected type")
            found = self._placed(self._scan.violations(data), at)
            raise InvalidArgument(violations=found or [wrong]) from error
        place = ""
        try:
            others = self._others(message) if self.has_others else {}
            place = f"/{at}"
            return others, self._item(message, at)
        except ValueError as error:
            raise InvalidArgument(violations=[Violation(place, str(error))]) from error

    def _item(self, message: Any, at: int) -> Any:
        if self.chunks:  # a piece that is empty says nothing
            return getattr(message, self._field or "") or ABSENT
        raw = self._raw(message)
        if raw is ABSENT:
            return ABSENT
        try:
            return self._checked(raw)
        except InvalidArgument as error:
            raise InvalidArgument(violations=at_item(error.violations, at)) from None

    def changed(
        self,
        first: Mapping[str, Any],
        later: Mapping[str, Any],
    ) -> list[Violation]:
        """The other inputs of which a later message says something else than the first one."""
        return [
            Violation(f"/{name}", _DIFFERS)
            for name, value in later.items()
            if (value or name not in self._untold) and value != first.get(name)
        ]

    def _placed(self, found: Iterable[Violation], at: int) -> list[Violation]:
        """What was found in a message, with an item's own at its place."""
        own = "" if self._field is None else f"/{self._field}"
        return [
            Violation(f"/{at}{one.pointer.removeprefix(own)}", one.detail)
            if f"{one.pointer}/".startswith(f"{own}/")
            else one
            for one in found
        ]


class ItemWriter(Items):
    """Writes them, in a client."""

    @cached_property
    def _fill(self) -> Callable[..., Any]:
        return self._function(self._messages.fill)

    def write(self, item: Any, at: int) -> bytes:
        """An item → the bytes of its message; InvalidArgument for what protobuf cannot carry.

        at: how many items came before.
        """
        message = self._class()
        try:
            self._fill(message, item)
            data: bytes = message.SerializeToString(deterministic=True)
        except UNFIT as error:
            wrong = Violation(f"/{at}", f"cannot travel in protobuf: {error}")
            raise InvalidArgument(violations=[wrong]) from error
        return data
