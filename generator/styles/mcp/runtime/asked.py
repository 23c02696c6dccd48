"""What a client answers to requests of the server's own (2025-11-25): that it is there, or no."""

from msgspec import UNSET

from generator.runtime.rpc_codes import METHOD_NOT_FOUND
from generator.runtime.unions import quick
from generator.styles.mcp.runtime.answers import head_of
from generator.styles.mcp.runtime.versions import PING


def reply(message: bytes) -> bytes | None:
    """The answer to a message of a server; None for what is no request."""
    head = head_of(message)
    if head is None or head.method is UNSET or head.id is UNSET:
        return None
    answer: dict[str, object] = {"jsonrpc": "2.0", "id": head.id, "result": {}}
    if head.method != PING:
        error = {"code": METHOD_NOT_FOUND, "message": "This client only calls tools."}
        answer = {"jsonrpc": "2.0", "id": head.id, "error": error}
    return quick(answer)
