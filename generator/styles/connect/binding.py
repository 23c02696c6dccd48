"""How a contract travels over Connect: as the rpcs of its .proto do, each at a path of its own."""

from generator.formats.protobuf_rpc.binding import RpcBinding, RpcMethod

ConnectBinding = RpcBinding


def is_get(method: RpcMethod) -> bool:
    """Whether it can be called by GET: it changes nothing, and nothing of it streams."""
    return method.operation.safe and not streams(method)


def streams(method: RpcMethod) -> bool:
    """Whether messages go in, or come back, one by one."""
    return method.rpc.client_stream or method.rpc.server_stream


def both_ways(method: RpcMethod) -> bool:
    """Whether they do both, which takes HTTP/2."""
    return method.rpc.client_stream and method.rpc.server_stream
