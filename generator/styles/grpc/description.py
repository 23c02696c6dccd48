"""Turns a gRPC binding into what a page tells of it: facts, statuses, requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.emit.credentials import Credentials
from generator.model import Operation
from generator.runtime.transport import WireRequest
from generator.styles.grpc.binding import GrpcBinding
from generator.styles.grpc.facts import facts
from generator.styles.grpc.runtime.codec import GrpcCodec
from generator.styles.style import ErrorCase, Facts, Importer


@dataclass(frozen=True, kw_only=True)
class GrpcDescription:
    """The methods of the ``Description`` protocol."""

    binding: GrpcBinding
    codec: GrpcCodec

    def facts(self, operation: Operation) -> Facts:
        """What the .proto tells, and the wire does not."""
        return facts(self.binding, operation)

    def success(self, operation: Operation) -> str:  # noqa: ARG002
        """``OK (0)``"""
        return "OK (0)"

    def failure(self, operation: Operation, case: ErrorCase) -> str:  # noqa: ARG002
        """``NOT_FOUND (5)``"""
        return f"{case.code.upper()} ({case.code.number})"

    def request(
        self, entry: Any, values: Mapping[str, Any], options: Any, credentials: Credentials
    ) -> Any:
        """A message; credentials are metadata, whatever HTTP would use."""
        request = self.codec.encode(entry, values, options)
        metadata = (*request.metadata, *credentials.headers, *credentials.query)
        return type(request)(path=request.path, metadata=metadata, message=request.message)

    def show(self, request: Any) -> WireRequest:
        """The method's path, metadata, and the message in the text format."""
        return self.codec.show(request)


def describe(binding: GrpcBinding, load: Importer) -> GrpcDescription:
    """With the codec of the emitted table."""
    codec = load("_support.grpc.codec").GrpcCodec(load("grpc.binding").SERVICE)
    return GrpcDescription(binding=binding, codec=codec)
