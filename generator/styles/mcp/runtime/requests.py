"""What a client sends: a message, and what it becomes over HTTP and over stdio."""

import base64
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from generator.runtime.http.message import (
    TIMEOUT_HEADER,
    HttpRequest,
    milliseconds,
)
from generator.runtime.unions import quick
from generator.styles.mcp.runtime.versions import CALL

_PLAIN = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?").fullmatch
_BEGIN, _END = "=?base64?", "?="


def header_value(text: str) -> str:
    """A text as a header has it: as it is, or as base64 between marks (Value Encoding)."""
    if _PLAIN(text) and not (text.startswith(_BEGIN) and text.endswith(_END)):
        return text
    return f"{_BEGIN}{base64.b64encode(text.encode()).decode()}{_END}"


class Params(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The parameters of a call of a tool."""

    name: str
    arguments: msgspec.Raw
    meta: Mapping[str, Any] | UnsetType = msgspec.field(name="_meta", default=UNSET)


# The tag makes `"jsonrpc": "2.0"` the first member of what is printed.
class Printed(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="jsonrpc",
    tag="2.0",
):
    """A request, or a notification where it has no id."""

    id: str | int | UnsetType = UNSET
    method: str
    params: Params | Mapping[str, Any]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A request of a client before it is known how the server wants it.

    tool, arguments: of a call of a tool; params: of any other method; id: None for a notification.
    path, headers: of HTTP; over stdio the headers go into ``_meta``.
    """

    method: str = CALL
    id: str | int | None
    tool: str = ""
    arguments: msgspec.Raw = msgspec.Raw(b"{}")
    params: Mapping[str, Any] = {}
    path: str = ""
    headers: Mapping[str, str] = {}

    def print(self, meta: Mapping[str, Any]) -> bytes:
        """The message in JSON, on one line."""
        params: Params | Mapping[str, Any] = self.params
        if self.method == CALL:
            params = Params(
                name=self.tool,
                arguments=self.arguments,
                meta=meta or UNSET,
            )
        elif meta:
            params = {**self.params, "_meta": meta}
        id = UNSET if self.id is None else self.id
        return quick(Printed(method=self.method, params=params, id=id))

    def in_meta(self, timeout: float | None) -> dict[str, str]:
        """What ``_meta`` carries of the headers where nothing else does.

        timeout: seconds that the caller still waits.
        """
        told = dict(self.headers)
        if timeout is not None:
            told[TIMEOUT_HEADER] = milliseconds(timeout)
        return told


class McpRequest(HttpRequest, frozen=True, kw_only=True):
    """A message as HTTP carries it."""

    message: Message
