"""Tells what Connect means for an operation and its callers."""

from generator.formats.protobuf_rpc.binding import RpcMethod
from generator.model import Operation
from generator.styles.connect.binding import ConnectBinding, both_ways, is_get
from generator.styles.style import Facts, Reach, Trait

_NO_CACHE = Trait(reach=Reach.NOBODY, why="a call is a POST, which no cache keeps")


def facts(binding: ConnectBinding, operation: Operation) -> Facts:
    """What an intermediary sees of a call: a POST on a function, or a GET of its value."""
    name = operation.name.text
    method = binding.method(name)
    return Facts(
        knowledge=tuple(_knowledge(binding, method)),
        safe=_safe(method),
        idempotent=_idempotent(method),
        cacheable=_cacheable(method),
        streamable=_stream(method),
        carried=not both_ways(method),
    )


def _knowledge(binding: ConnectBinding, method: RpcMethod) -> list[str]:
    file = binding.file
    found = [file.path, f"the path {binding.path(method.operation.name.text)}"]
    request = file.message(method.rpc.request)
    if request.fields:
        names = ", ".join(field.json_name or _camel(field.name) for field in request.fields)
        found.append(f"the names of its fields in JSON: {names}; or their numbers in protobuf")
    return found


def _camel(name: str) -> str:
    """The name in JSON that protobuf derives for a field."""
    first, *others = name.split("_")
    return first + "".join(other[:1].upper() + other[1:] for other in others)


def _safe(method: RpcMethod) -> Trait:
    if is_get(method):
        why = "it can be called by GET, which intermediaries may repeat; a POST says nothing"
        return Trait(reach=Reach.ANYBODY, why=why)
    if method.operation.safe:
        why = "the .proto says NO_SIDE_EFFECTS, but intermediaries see a POST"
        return Trait(reach=Reach.CLIENT, why=why)
    return Trait(reach=Reach.NOBODY, why="it has side effects")


def _idempotent(method: RpcMethod) -> Trait:
    if is_get(method):
        why = "it can be called by GET, which any client or proxy may retry"
        return Trait(reach=Reach.ANYBODY, why=why)
    operation = method.operation
    if operation.safe or operation.idempotent:
        option = "NO_SIDE_EFFECTS" if operation.safe else "IDEMPOTENT"
        why = f"the .proto says {option}, but intermediaries see a POST"
        return Trait(reach=Reach.CLIENT, why=why)
    return Trait(reach=Reach.NOBODY, why="a repeated call may act twice")


def _cacheable(method: RpcMethod) -> Trait:
    if not is_get(method):
        return _NO_CACHE
    cache = method.operation.cache
    asks = "; a GET can be revalidated by its ETag (304)" if method.tagged else ""
    if cache is None:
        reach = Reach.CLIENT if method.tagged else Reach.NOBODY
        return Trait(reach=reach, why=f"the contract names no max_age{asks}")
    if cache.private:
        why = f"only the caller's own cache may keep the answer to a GET, for {cache.max_age} s"
        return Trait(reach=Reach.CLIENT, why=f"{why}{asks}")
    why = f"shared caches may keep the answer to a GET for {cache.max_age} s (Cache-Control)"
    return Trait(reach=Reach.ANYBODY, why=f"{why}{asks}")


def _stream(method: RpcMethod) -> Trait | None:
    if both_ways(method):
        why = "both ways takes HTTP/2: over HTTP/1.1 the answer is 505"
        return Trait(reach=Reach.NOBODY, why=why)
    if method.rpc.client_stream:
        return Trait(reach=Reach.ANYBODY, why="a request body of messages, each in an envelope")
    if method.rpc.server_stream:
        return Trait(reach=Reach.ANYBODY, why="a response of messages, each in an envelope")
    return None
