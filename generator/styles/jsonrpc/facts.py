"""Tells what travelling over JSON-RPC means for an operation and for those who call it."""

from generator.model import Operation
from generator.styles.jsonrpc.bind import is_required
from generator.styles.jsonrpc.binding import JsonRpcBinding, JsonRpcMethod
from generator.styles.style import Facts, Trait

_NO_STREAM = Trait(holds=False, why="one message asks, one answers; a stream is refused")
_NO_CACHE = Trait(holds=False, why="every call is a POST to one URL")


def facts(binding: JsonRpcBinding, operation: Operation) -> Facts:
    """What a stranger to the contract sees of a call: a POST, whatever it means."""
    method = binding.method(operation.name.text)
    return Facts(
        knowledge=tuple(_knowledge(method)),
        safe=_trait(holds=operation.safe, otherwise="it changes something"),
        idempotent=_trait(holds=operation.idempotent, otherwise="sent twice, it may act twice"),
        cacheable=_NO_CACHE,
        streamable=_NO_STREAM,
    )


def _knowledge(method: JsonRpcMethod) -> list[str]:
    found = ["the one URL, /jsonrpc", f"the method {method.name}"]
    needed = [field.json_name for field in method.params if is_required(field)]
    others = [field.json_name for field in method.params if not is_required(field)]
    if needed:
        found.append(f"its parameters {', '.join(needed)}")
    if others:
        found.append(f"those it may have: {', '.join(others)}")
    return found


def _trait(*, holds: bool, otherwise: str) -> Trait:
    """What the contract promises, nothing on the wire repeats."""
    if holds:
        return Trait(holds=False, why="it is, but a POST does not say so")
    return Trait(holds=False, why=otherwise)
