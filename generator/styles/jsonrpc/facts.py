"""Tells what JSON-RPC means for an operation and its callers."""

from generator.model import Operation
from generator.styles.jsonrpc.bind import is_required
from generator.styles.jsonrpc.binding import JsonRpcBinding, JsonRpcMethod
from generator.styles.style import Facts, Reach, Trait

_NO_STREAM = Trait(reach=Reach.NOBODY, why="one request has one response; a stream is refused")
_NO_CACHE = Trait(reach=Reach.NOBODY, why="every call is a POST to one URL")


def facts(binding: JsonRpcBinding, operation: Operation) -> Facts:
    """What an intermediary sees of a call: a POST, whatever it means."""
    method = binding.method(operation.name.text)
    return Facts(
        knowledge=tuple(_knowledge(method)),
        safe=_promised(operation.safe, "it has side effects"),
        idempotent=_promised(operation.idempotent, "a repeated call may act twice"),
        cacheable=_NO_CACHE,
        streamable=_NO_STREAM if operation.stream_input or operation.stream_output else None,
    )


def _knowledge(method: JsonRpcMethod) -> list[str]:
    found = ["the one URL, /jsonrpc", f"the method {method.name}"]
    needed = [field.json_name for field in method.params if is_required(field)]
    others = [field.json_name for field in method.params if not is_required(field)]
    if needed:
        found.append(f"its parameters {', '.join(needed)}")
    if others:
        found.append(f"its optional parameters {', '.join(others)}")
    return found


def _promised(promise: bool, otherwise: str) -> Trait:
    """What the contract promises, nothing on the wire repeats."""
    if promise:
        why = "the contract says so, but intermediaries see a POST"
        return Trait(reach=Reach.CLIENT, why=why)
    return Trait(reach=Reach.NOBODY, why=otherwise)
