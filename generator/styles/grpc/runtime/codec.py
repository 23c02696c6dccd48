"""Turns calls into gRPC requests and answers into values or exceptions; no I/O, no grpcio."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from google.protobuf.message import DecodeError, Message

from generator.formats.protobuf.runtime.messages import UNFIT
from generator.formats.protobuf_rpc.runtime.method import Service
from generator.formats.protobuf_rpc.runtime.stream_writer import StreamWriter
from generator.runtime.answers import unfit
from generator.runtime.call import CallOptions
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation
from generator.styles.grpc.runtime.metadata import Metadata, of_options

if TYPE_CHECKING:
    from generator.formats.protobuf.runtime.items import ItemWriter
    from generator.formats.protobuf.runtime.responses import Responses
    from generator.formats.protobuf.runtime.writer import RequestWriter
    from generator.formats.protobuf_rpc.runtime.failures import Failures
    from generator.runtime.transport import WireRequest
    from generator.runtime.wire import Wire

T = TypeVar("T")


# Every call makes both: a msgspec Struct costs a fifth of a frozen dataclass.
class GrpcRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request: the method's path, metadata, and the message."""

    path: str
    metadata: Metadata
    message: Message

    def __repr__(self) -> str:
        """Where it goes, and not what it carries."""
        return f"GrpcRequest({self.path})"


class GrpcResponse(msgspec.Struct, frozen=True, kw_only=True):
    """A response: a status (0 is success), its text and details, and the message's bytes."""

    status: int = 0
    text: str = ""
    details: bytes = b""
    body: bytes = b""

    def __repr__(self) -> str:
        """How it went, and not what it carries."""
        return f"GrpcResponse({self.status})"


class GrpcCodec:
    """Writes the requests of a service and reads its responses."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._requests: dict[Operation[Any], tuple[str, RequestWriter]] = {}
        self._responses: dict[Operation[Any], Responses] = {}
        self._items: dict[Operation[Any], ItemWriter] = {}

    @cached_property
    def _failures(self) -> "Failures":
        from generator.formats.protobuf_rpc.runtime.failures import Failures

        return Failures(self._service)

    def encode(
        self, operation: Operation[Any], values: Mapping[str, Any], options: CallOptions
    ) -> GrpcRequest:
        """Keyword arguments of a call → the request; an update's mask names what was passed."""
        found = self._requests.get(operation)
        if found is None:
            found = self._service.path(operation), self._service.writer(operation)
            self._requests[operation] = found
        path, writer = found
        return GrpcRequest(
            path=path,
            metadata=of_options(options),
            message=writer.write(values),
        )

    def decode(
        self,
        operation: Operation[T],
        response: GrpcResponse,
        _request: GrpcRequest | None = None,
    ) -> T:
        """The response → the value; raises ServiceError or a declared error."""
        if response.status != 0:
            raise self.failure(operation, response)
        value: T = self._read(self._responses_of(operation), response.body)
        return value

    def failure(
        self,
        operation: Operation[Any],
        response: GrpcResponse,
    ) -> ServiceError:
        """The error that a response with another status than OK stands for."""
        return self._failures.read(
            operation,
            response.status,
            response.text,
            response.details,
        )

    def reader(self, operation: Operation[T]) -> Callable[[bytes], T]:
        """What reads a message of an answer; it raises ServiceError for one that does not fit."""
        return partial(self._read, self._responses_of(operation))

    def stream(self, operation: Operation[Any], request: GrpcRequest) -> StreamWriter:
        """What writes the messages of a client's stream; ``request`` has the other inputs."""
        writer = self._items.get(operation)
        if writer is None:
            writer = self._items[operation] = self._service.item_writer(operation)
        others = request.message.SerializeToString(deterministic=True)
        return StreamWriter(writer, others)

    def _responses_of(self, operation: Operation[Any]) -> "Responses":
        responses = self._responses.get(operation)
        if responses is None:
            responses = self._responses[operation] = self._service.responses(operation)
        return responses

    @staticmethod
    def _read(responses: "Responses", body: bytes) -> Any:
        try:
            return responses.read(body)
        except (DecodeError, *UNFIT) as error:
            raise unfit(error) from None

    def wire(self, operation: Operation[Any], address: str) -> "Wire":
        """How an operation of the server at an address is named in traces."""
        from generator.styles.grpc.runtime.wire import wire_of

        return wire_of(self._service.path(operation), address)

    def show(self, request: GrpcRequest) -> "WireRequest":
        """The request, readable: the message in protobuf's text format."""
        from google.protobuf.text_format import MessageToString

        from generator.runtime.transport import WireRequest

        return WireRequest(
            start=request.path,
            headers=tuple((name, str(value)) for name, value in request.metadata),
            body=request.message.SerializeToString(deterministic=True),
            text=MessageToString(request.message, as_utf8=True),
        )
