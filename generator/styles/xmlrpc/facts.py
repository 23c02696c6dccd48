"""Tells what XML-RPC means for an operation and its callers."""

from generator.emit.method_names import is_required
from generator.model import Operation
from generator.styles.style import Facts, Reach, Trait
from generator.styles.xmlrpc.binding import XmlRpcBinding, XmlRpcMethod

_NO_STREAM = Trait(reach=Reach.NOBODY, why="request and response are one message each")
_WHOLE = Trait(reach=Reach.NOBODY, why="a file is one value in base64, whole in memory")
_NO_CACHE = Trait(reach=Reach.NOBODY, why="every call is a POST to one URL")


def facts(binding: XmlRpcBinding, operation: Operation) -> Facts:
    """What an intermediary sees of a call: a POST, whatever it means."""
    method = binding.method(operation.name.text)
    return Facts(
        knowledge=tuple(_knowledge(method)),
        safe=_promised(operation.safe, "it has side effects"),
        idempotent=_promised(operation.idempotent, "a repeated call may act twice"),
        cacheable=_NO_CACHE,
        streamable=_stream(method),
        carried=method.offered,
    )


def _knowledge(method: XmlRpcMethod) -> list[str]:
    found = ["the one URL, /xmlrpc", f"the method {method.name}"]
    needed = [field.json_name for field in method.params if is_required(field)]
    others = [field.json_name for field in method.params if not is_required(field)]
    if needed:
        found.append(f"its parameters {', '.join(needed)}")
    if others:
        found.append(f"its optional parameters {', '.join(others)}")
    return found


def _stream(method: XmlRpcMethod) -> Trait | None:
    if not method.operation.streams:
        return None
    return _WHOLE if method.offered else _NO_STREAM


def _promised(promise: bool, otherwise: str) -> Trait:
    """What the contract promises, nothing on the wire repeats."""
    if promise:
        why = "the contract says so, but intermediaries see a POST"
        return Trait(reach=Reach.CLIENT, why=why)
    return Trait(reach=Reach.NOBODY, why=otherwise)
