"""Tells what travelling over gRPC means for an operation and for those who call it."""

from generator.model import Operation
from generator.styles.grpc.binding import GrpcBinding, GrpcMethod
from generator.styles.style import Facts, Trait

_NO_CACHE = Trait(holds=False, why="every call is a POST, and no cache reads protobuf")


def facts(binding: GrpcBinding, operation: Operation) -> Facts:
    """What a stranger to the contract sees of a call: a POST with numbers for names."""
    method = binding.method(operation.name.text)
    return Facts(
        knowledge=tuple(_knowledge(binding, method)),
        safe=_safe(operation),
        idempotent=_idempotent(operation),
        cacheable=_NO_CACHE,
        streamable=Trait(holds=True, why=_stream(method)),
    )


def _knowledge(binding: GrpcBinding, method: GrpcMethod) -> list[str]:
    found = [
        f"{binding.path}, or a server that reflects it",
        f"the method {binding.service_name}/{method.name}",
    ]
    request = binding.message(method.request)
    if request.fields:
        numbers = ", ".join(f"{field.name} = {field.number}" for field in request.fields)
        found.append(f"the numbers of its fields: {numbers}")
    return found


def _safe(operation: Operation) -> Trait:
    if operation.safe:
        return Trait(holds=False, why="only the .proto says so (NO_SIDE_EFFECTS), not the wire")
    return Trait(holds=False, why="it changes something")


def _idempotent(operation: Operation) -> Trait:
    if operation.idempotent:
        return Trait(holds=False, why="only the .proto says so (IDEMPOTENT), not the wire")
    return Trait(holds=False, why="sent twice, it may act twice")


def _stream(method: GrpcMethod) -> str:
    if method.client_stream and method.server_stream:
        return "both ways over one HTTP/2 stream"
    if method.client_stream:
        return "the client's messages over one HTTP/2 stream"
    if method.server_stream:
        return "answers over one HTTP/2 stream"
    return "it could, over its HTTP/2 stream"
