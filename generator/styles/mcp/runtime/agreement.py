"""Holds the headers of a request against its body (2026-07-28, Server Validation).

Intermediaries go by the headers, the server by the body: where the two differ, somebody is misled.
"""

import base64
import binascii

from generator.runtime.http.headers import HeaderMap
from generator.runtime.rpc_codes import INVALID_PARAMS
from generator.styles.mcp.runtime.document import unsupported
from generator.styles.mcp.runtime.messages import Fault, Message
from generator.styles.mcp.runtime.versions import (
    CALL,
    CAPABILITIES,
    HEADER_MISMATCH,
    STATELESS,
    UNSUPPORTED_VERSION,
    VERSION,
    WITH_HANDSHAKE,
)

_BEGIN, _END = "=?base64?", "?="


def check_version(message: Message) -> None:
    """Raise Fault for a request that says too little of itself, or another version than ours."""
    if not message.stateless:
        return
    version = message.meta[VERSION]
    if type(version) is not str or type(message.meta.get(CAPABILITIES)) is not dict:
        text = f"_meta has {VERSION}, a text, and {CAPABILITIES}, an object."
        raise message.fault(INVALID_PARAMS, text)
    if version != STATELESS:
        said = "Unsupported protocol version"
        raise message.fault(UNSUPPORTED_VERSION, said, unsupported(version))


def check_headers(message: Message, headers: HeaderMap) -> None:
    """The same for a request over HTTP, whose headers repeat what its body says."""
    said = _text(headers, b"mcp-protocol-version")
    if not message.stateless:
        if said is None or said in WITH_HANDSHAKE:
            return
        if said == STATELESS:
            text = f"_meta has to have {VERSION} and {CAPABILITIES}."
            raise _stateless(message, INVALID_PARAMS, text)
        text = "Unsupported protocol version"
        raise _stateless(message, UNSUPPORTED_VERSION, text, unsupported(said))
    if type(message.meta[VERSION]) is str:
        _check(message, "MCP-Protocol-Version", said, message.meta[VERSION])
    check_version(message)
    _check(message, "Mcp-Method", _text(headers, b"mcp-method"), message.method)
    name = message.params.get("name")
    if message.method == CALL and type(name) is str:
        _check(message, "Mcp-Name", _decoded(_text(headers, b"mcp-name")), name)


def check_notified(headers: HeaderMap) -> str | None:
    """What is wrong with the version of a notification, of which no headers else are defined."""
    said = _text(headers, b"mcp-protocol-version")
    known = said is None or said == STATELESS or said in WITH_HANDSHAKE
    return None if known else said


def _stateless(message: Message, number: int, text: str, data: object = None) -> Fault:
    fault = message.fault(number, text, data)
    fault.stateless = True
    return fault


def _check(message: Message, header: str, said: str | None, meant: str) -> None:
    if said == meant:
        return
    wrong = "is missing" if said is None else "does not say what the body says"
    raise message.fault(HEADER_MISMATCH, f"Header mismatch: {header} {wrong}")


def _text(headers: HeaderMap, name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def _decoded(value: str | None) -> str | None:
    """A value that may be in base64, as one that is no plain ASCII is (Value Encoding)."""
    if value is None or not (value.startswith(_BEGIN) and value.endswith(_END)):
        return value
    try:
        return base64.b64decode(value[len(_BEGIN) : -len(_END)], validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
