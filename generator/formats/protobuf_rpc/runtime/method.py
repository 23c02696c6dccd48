"""How an operation travels as an rpc: the table that a server and its clients read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.formats.protobuf.runtime.messages import Messages
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor

    from generator.formats.protobuf.runtime.items import ItemReader, ItemWriter
    from generator.formats.protobuf.runtime.reader import RequestReader
    from generator.formats.protobuf.runtime.responses import Responses
    from generator.formats.protobuf.runtime.shapes import Record
    from generator.formats.protobuf.runtime.writer import RequestWriter


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Method:
    """One operation as an rpc.

    result: the field of the response that holds the value; None where nothing comes back, and
    where the response as a whole is the value.
    item: the field of the request that holds an item of the client's stream; None where there is
    no such stream, and where the request as a whole is the item.
    tagged: the value has an entity tag, which goes with it as the metadata `etag`.
    headers: what HTTP says of every answer, where that carries it.
    """

    name: str
    operation: Operation[Any]
    result: str | None = None
    item: str | None = None
    tagged: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """How a server reads and writes the messages of one operation, in whatever encoding.

    read: a request → its inputs as plain JSON data; InvalidArgument. write: a value → a response.
    items: what reads the messages of a client's stream; None where there is none.
    again: a request that has been read → its message, which tells the branches of unions apart;
    None for one that cannot be read.
    """

    read: Callable[[bytes], Mapping[str, Any]]
    write: Callable[[Any], bytes]
    items: "ItemReader | None"
    again: Callable[[bytes], Any]


class Service:
    """The methods of a service, and the messages that they point at."""

    def __init__(
        self,
        name: str,
        *methods: Method,
        messages: Messages,
        reasons: Mapping[type[ServiceError], str] | None = None,
    ) -> None:
        self.name = name
        self.package = name.rpartition(".")[0]
        self.messages = messages
        # What google.rpc.ErrorInfo calls each declared error.
        self.reasons = reasons or {}
        named = ((error.__name__, reason) for error, reason in self.reasons.items())
        self.error_names = {reason: name for name, reason in named}
        self._methods = {method.operation: method for method in methods}

    def request(self, operation: Operation[Any]) -> "Record":
        """The request of an operation and its message."""
        message = self.rpc(operation).input_type
        return self.messages.shapes.record(operation.request, message)

    def writer(self, operation: Operation[Any]) -> "RequestWriter":
        """What writes the requests of an operation."""
        from generator.formats.protobuf.runtime.writer import RequestWriter

        return RequestWriter(self.messages, operation, self.rpc(operation).input_type)

    def reader(self, operation: Operation[Any]) -> "RequestReader":
        """What reads the requests of an operation."""
        from generator.formats.protobuf.runtime.reader import RequestReader

        return RequestReader(self.messages, operation, self.rpc(operation).input_type)

    def item_writer(self, operation: Operation[Any]) -> "ItemWriter":
        """What writes the items of a client's stream."""
        from generator.formats.protobuf.runtime.items import ItemWriter

        message, field = self.rpc(operation).input_type, self._methods[operation].item
        return ItemWriter(self.messages, operation, message, field=field)

    def item_reader(self, operation: Operation[Any]) -> "ItemReader":
        """What reads the messages of a client's stream."""
        from generator.formats.protobuf.runtime.items import ItemReader

        message, field = self.rpc(operation).input_type, self._methods[operation].item
        return ItemReader(self.messages, operation, message, field=field)

    def responses(self, operation: Operation[Any]) -> "Responses":
        """What writes and reads the responses of an operation."""
        from generator.formats.protobuf.runtime.responses import Responses

        message = self.rpc(operation).output_type
        result = self._methods[operation].result
        return Responses(self.messages, operation.response, message, result=result)

    def body(self, operation: Operation[Any]) -> Body:
        """How a server reads and writes the messages of an operation in protobuf itself."""
        request = self.request(operation).message.full_name
        return Body(
            read=self.reader(operation).read,
            write=self.responses(operation).write,
            items=None if operation.takes is None else self.item_reader(operation),
            again=partial(_again, self.messages, request),
        )

    def path(self, operation: Operation[Any]) -> str:
        """``/shop.products.v1.ProductsService/AddProduct``"""
        return f"/{self.name}/{self._methods[operation].name}"

    def method(self, operation: Operation[Any]) -> Method:
        """The method that carries an operation."""
        return self._methods[operation]

    @property
    def operations(self) -> Iterable[Operation[Any]]:
        """Every operation of the service."""
        return self._methods

    def __iter__(self) -> Iterator[Method]:
        return iter(self._methods.values())

    def rpc(self, operation: Operation[Any]) -> "MethodDescriptor":
        """What the .proto says of an operation: its messages."""
        service = self.messages.pool.FindServiceByName(self.name)
        return service.methods_by_name[self._methods[operation].name]


def _again(messages: Messages, name: str, data: bytes) -> Any:
    from google.protobuf.message import DecodeError

    try:
        return messages.cls(name).FromString(data)
    except DecodeError:
        return None
