"""Tells intermediaries where rpcs travel over gRPC, and what they may do with them."""

from collections.abc import Iterator

from generator.formats.protobuf_rpc.binding import RpcBinding, RpcMethod
from generator.styles.route import LARGEST, Route, Transport, may_be_repeated


def routes(binding: RpcBinding) -> Iterator[Route]:
    """A path for each rpc."""
    return (_route(binding, method) for method in binding.methods)


def _route(binding: RpcBinding, method: RpcMethod) -> Route:
    operation = method.operation
    return Route(
        operations=(operation,),
        methods=("POST",),
        path=binding.path(operation.name.text),
        transport=Transport.GRPC,
        media_types=("application/grpc",),
        takes_stream=method.rpc.client_stream,
        gives_stream=method.rpc.server_stream,
        largest=None if method.rpc.client_stream else LARGEST,
        repeatable=may_be_repeated(operation),
        span=operation.span,
    )
