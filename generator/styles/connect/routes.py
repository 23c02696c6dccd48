"""Tells intermediaries where rpcs travel over Connect, and what they may do with them."""

from collections.abc import Iterator

from generator.formats.protobuf_rpc.binding import RpcMethod
from generator.styles.connect.binding import ConnectBinding, both_ways, is_get
from generator.styles.route import LARGEST, Route, Stored, may_be_repeated


def routes(binding: ConnectBinding) -> Iterator[Route]:
    """A path for each rpc that HTTP/1.1 can carry, gRPC-Web included."""
    for method in binding.methods:
        if not both_ways(method):
            yield _route(binding, method)


def _route(binding: ConnectBinding, method: RpcMethod) -> Route:
    operation = method.operation
    return Route(
        operations=(operation,),
        methods=("GET", "POST") if is_get(method) else ("POST",),
        path=binding.path(operation.name.text),
        takes_stream=method.rpc.client_stream,
        gives_stream=method.rpc.server_stream,
        largest=None if method.rpc.client_stream else LARGEST,
        repeatable=may_be_repeated(operation),
        stored=_stored(method),
        span=operation.span,
    )


def _stored(method: RpcMethod) -> Stored | None:
    """What a shared cache may keep: a GET's URL holds the message, and how it is written."""
    cache = method.operation.cache
    if not is_get(method) or (cache.private if cache is not None else not method.tagged):
        return None
    if cache is None and method.operation.auth:
        return None
    return Stored(max_age=None if cache is None else cache.max_age, tagged=method.tagged)
