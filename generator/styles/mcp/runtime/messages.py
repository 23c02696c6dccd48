"""Turns JSON values into the messages of JSON-RPC 2.0 as MCP has them, and answers into bytes."""

from typing import Any, NamedTuple

from msgspec import UNSET, UnsetType

from generator.runtime.rpc_codes import INVALID_PARAMS, INVALID_REQUEST
from generator.runtime.unions import encode
from generator.styles.mcp.runtime.versions import VERSION

Id = str | int


class Fault(Exception):
    """What the protocol itself answers with: an error object instead of a result.

    id: of the request, if it could be read; stateless: by which version's rules it is answered.
    """

    def __init__(
        self,
        number: int,
        message: str,
        *,
        id: Id | UnsetType = UNSET,
        data: Any = None,
        stateless: bool = True,
    ) -> None:
        super().__init__(message)
        self.number = number
        self.message = message
        self.id = id
        self.data = data
        self.stateless = stateless

    def body(self) -> bytes:
        """The response; without an id where that could not be read (Basic, Error Responses)."""
        error = {"code": self.number, "message": self.message}
        if self.data is not None:
            error["data"] = self.data
        id = {} if self.id is UNSET else {"id": self.id}
        return encode({"jsonrpc": "2.0", **id, "error": error})


class Message(NamedTuple):
    """A request, or a notification if it has no id; ``meta``: what it says of itself."""

    id: Id | UnsetType
    method: str
    params: dict[str, Any]
    meta: dict[str, Any]

    @property
    def stateless(self) -> bool:
        """Whether it says all about itself, as 2026-07-28 has it."""
        return VERSION in self.meta

    def fault(self, number: int, message: str, data: Any = None) -> Fault:
        """The error that answers it."""
        id, stateless = self.id, self.stateless
        return Fault(number, message, id=id, data=data, stateless=stateless)


def message_of(value: Any) -> Message:
    """The one message that a JSON text holds; raises Fault for what is none, a batch for one."""
    if not isinstance(value, dict):
        raise Fault(INVALID_REQUEST, "A message is one request or one notification.")
    id = value.get("id", UNSET)
    if id is not UNSET and not _is_id(id):
        raise Fault(INVALID_REQUEST, "An id is a text or an integer.")
    method = value.get("method")
    if value.get("jsonrpc") != "2.0" or type(method) is not str:
        raise Fault(INVALID_REQUEST, "Not a request of JSON-RPC 2.0.", id=id)
    params = value.get("params", {})
    meta = params.get("_meta", {}) if type(params) is dict else None
    if type(params) is not dict or type(meta) is not dict:
        raise Fault(INVALID_PARAMS, "params and params._meta are objects.", id=id)
    return Message(id, method, params, meta)


def _is_id(id: Any) -> bool:
    return type(id) is str or type(id) is int


def notification(method: str, params: dict[str, Any]) -> bytes:
    """A message from the server that asks for no answer."""
    return encode({"jsonrpc": "2.0", "method": method, "params": params})
