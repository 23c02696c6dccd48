"""The conformance service as a table of methods, over the suite's own descriptors.

A message is one value here: a codec of the test's own stands where a contract's records have
theirs, and passes messages on as they are.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from google.protobuf import json_format
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError

from generator.formats.protobuf.runtime.messages import Messages
from generator.formats.protobuf.runtime.pool import make_pool
from generator.formats.protobuf_rpc.runtime.method import Method
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.operation import Operation
from generator.runtime.streams.stream import Stream
from generator.runtime.validation.schema import Schema
from tests.portable.conformance.echo import PACKAGE, AskedError


class SuiteMessages(Messages):
    """The messages of the suite."""

    def __init__(self, descriptors: Path) -> None:
        super().__init__(inside="")
        self._descriptors = descriptors

    @cached_property
    def pool(self) -> DescriptorPool:
        """The files of the suite, and the messages that errors travel in."""
        return make_pool(self._descriptors.read_bytes())

    def own(self, name: str) -> Any:
        """The class of a message of the suite."""
        return self.cls(f"{PACKAGE}.{name}")


class _Request(msgspec.Struct):
    message: Any


class _Item(msgspec.Struct):
    messages: Any


class _Nothing(msgspec.Struct):
    pass


class _Operation(Operation[Any]):
    """An operation whose input is not judged."""

    @cached_property
    def decode(self) -> Callable[[Any], dict[str, Any]]:
        """What the reader gave, as the method's arguments."""
        return dict

    @cached_property
    def is_exact(self) -> Callable[[object], bool]:
        """A message of the suite is exact."""
        return lambda _: True

    @cached_property
    def item(self) -> Operation[Any]:
        """One message of the client's stream."""
        return _Operation(
            name=self.name,
            method=self.method,
            schema=self.schema,
            request=_Item,
            response=None,
        )

    def encode(self, values: Mapping[str, Any], *, whole: bool = False) -> dict[str, Any]:
        """What a caller gives, as it is."""
        del whole
        return dict(values)

    def decode_large(self, raw: Any) -> dict[str, Any]:
        """The same."""
        return dict(raw)


def _operation(name: str, method: str, takes: bool, gives: bool, safe: bool) -> Method:
    stream = Stream(parameter="messages", record=_Item)
    schema = Schema({"$defs": {"_Request": {"type": "object"}, "_Nothing": {"type": "object"}}})
    operation = _Operation(
        name=name,
        method=method,
        schema=schema,
        request=_Nothing if takes else _Request,
        response=Any,
        errors=(AskedError,),
        safe=safe,
        takes=stream if takes else None,
        gives=Stream() if gives else None,
    )
    return Method(name=name, operation=operation)


METHODS = (
    _operation("Unary", "unary", False, False, False),
    _operation("ServerStream", "server_stream", False, True, False),
    _operation("ClientStream", "client_stream", True, False, False),
    _operation("BidiStream", "bidi_stream", True, True, False),
    _operation("Unimplemented", "unimplemented", False, False, False),
    _operation("IdempotentUnary", "idempotent_unary", False, False, True),
)


class Codec:
    """Reads and writes one message in one format: what all readers and writers here are."""

    has_others = False
    chunks = False

    def __init__(self, cls: Any, pool: DescriptorPool, json: bool) -> None:
        self._class = cls
        self._pool = pool
        self._json = json

    def read(self, data: bytes) -> Any:
        """The bytes of a message → the message; InvalidArgument."""
        try:
            if not self._json:
                return self._class.FromString(data)
            return json_format.Parse(data, self._class(), descriptor_pool=self._pool)
        except (DecodeError, json_format.ParseError, UnicodeDecodeError) as error:
            raise InvalidArgument(violations=[Violation("", str(error))]) from error

    def write(self, message: Any) -> bytes:
        """The message → its bytes."""
        if not self._json:
            data: bytes = message.SerializeToString()
            return data
        return json_format.MessageToJson(message, descriptor_pool=self._pool).encode()


class RequestReader(Codec):
    """Reads a request."""

    def read(self, data: bytes) -> Any:
        """The bytes of a request → the arguments of its method."""
        return {"message": super().read(data)}


class ItemReader(Codec):
    """Reads the messages of a client's stream."""

    def read(self, data: bytes, _at: int = 0) -> Any:
        """The bytes of a message → nothing beside the item, and the item."""
        return {}, super().read(data)
