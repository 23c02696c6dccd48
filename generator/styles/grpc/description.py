"""Turns a gRPC binding into what a page tells of it: facts, statuses, requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message
from google.protobuf.text_format import MessageToString

from generator.emit.credentials import Credentials
from generator.formats.protobuf_rpc.binding import RpcBinding
from generator.model import Operation
from generator.runtime.transport import WireRequest
from generator.styles.grpc.facts import facts
from generator.styles.grpc.runtime.codec import GrpcCodec
from generator.styles.style import ErrorCase, Facts, Importer


@dataclass(frozen=True, kw_only=True)
class StreamRequest:
    """A call whose client streams: all of its messages."""

    path: str
    metadata: tuple[tuple[str, str | bytes], ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True, kw_only=True)
class GrpcDescription:
    """The methods of the ``Description`` protocol."""

    binding: RpcBinding
    codec: GrpcCodec

    def facts(self, operation: Operation) -> Facts:
        """What the .proto tells, and the wire does not."""
        return facts(self.binding, operation)

    def success(self, operation: Operation) -> str:
        """``OK (0)``"""
        return "OK (0)"

    def failure(self, operation: Operation, case: ErrorCase) -> str:
        """``NOT_FOUND (5)``"""
        return f"{case.code.upper()} ({case.code.number})"

    def request(
        self,
        entry: Any,
        values: Mapping[str, Any],
        options: Any,
        credentials: Credentials,
        items: Sequence[Any] = (),
    ) -> Any:
        """A message, or the messages of a stream; credentials are metadata.

        That is so whatever HTTP would use for them.
        """
        request = self.codec.encode(entry, values, options)
        metadata = (*request.metadata, *credentials.headers, *credentials.query)
        first = request.message
        if entry.takes is None:
            return type(request)(path=request.path, metadata=metadata, message=first)
        written = self.codec.stream(entry, request).write(iter(items))
        messages = tuple(type(first).FromString(data) for data in written)
        return StreamRequest(path=request.path, metadata=metadata, messages=messages)

    def show(self, request: Any) -> WireRequest:
        """The method's path, metadata, and each message in the text format."""
        if not isinstance(request, StreamRequest):
            return self.codec.show(request)
        return WireRequest(
            start=request.path,
            headers=tuple((name, str(value)) for name, value in request.metadata),
            body=b"".join(m.SerializeToString(deterministic=True) for m in request.messages),
            text="\n".join(MessageToString(each, as_utf8=True) for each in request.messages),
        )


def describe(binding: RpcBinding, load: Importer) -> GrpcDescription:
    """With the codec of the emitted table."""
    codec = load("_support.grpc.codec").GrpcCodec(load("grpc.binding").SERVICE)
    return GrpcDescription(binding=binding, codec=codec)
