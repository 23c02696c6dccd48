"""Tells what gRPC means for an operation and its callers."""

from generator.formats.protobuf.file import ProtoFile, Rpc
from generator.formats.protobuf_rpc.binding import RpcBinding
from generator.model import Operation
from generator.styles.style import Facts, Reach, Trait

_NO_CACHE = Trait(reach=Reach.NOBODY, why="every call is a POST, which no cache keeps")


def facts(binding: RpcBinding, operation: Operation) -> Facts:
    """What an intermediary sees of a call: a POST with field numbers in place of names."""
    rpc = binding.rpc(operation.name.text)
    return Facts(
        knowledge=tuple(_knowledge(binding.file, rpc)),
        safe=_safe(operation),
        idempotent=_idempotent(operation),
        cacheable=_NO_CACHE,
        streamable=_stream(rpc),
    )


def _knowledge(file: ProtoFile, rpc: Rpc) -> list[str]:
    found = [
        f"{file.path}, or a server that reflects it",
        f"the method {file.service_name}/{rpc.name}",
    ]
    request = file.message(rpc.request)
    if request.fields:
        numbers = ", ".join(f"{field.name} = {field.number}" for field in request.fields)
        found.append(f"the numbers of its fields: {numbers}")
    return found


def _safe(operation: Operation) -> Trait:
    if operation.safe:
        why = "the .proto says NO_SIDE_EFFECTS, but intermediaries see a POST"
        return Trait(reach=Reach.CLIENT, why=why)
    return Trait(reach=Reach.NOBODY, why="it has side effects")


def _idempotent(operation: Operation) -> Trait:
    if operation.safe or operation.idempotent:
        option = "NO_SIDE_EFFECTS" if operation.safe else "IDEMPOTENT"
        why = f"the .proto says {option}, but intermediaries see a POST"
        return Trait(reach=Reach.CLIENT, why=why)
    return Trait(reach=Reach.NOBODY, why="a repeated call may act twice")


def _stream(rpc: Rpc) -> Trait | None:
    if rpc.client_stream and rpc.server_stream:
        return Trait(reach=Reach.ANYBODY, why="both ways over one HTTP/2 stream")
    if rpc.client_stream:
        return Trait(reach=Reach.ANYBODY, why="the client's messages over one HTTP/2 stream")
    if rpc.server_stream:
        return Trait(reach=Reach.ANYBODY, why="the server's messages over one HTTP/2 stream")
    return None
