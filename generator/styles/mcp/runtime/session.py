"""What a client knows of its server: which kind of version it speaks, and how that is found out.

A stateless request comes first (2026-07-28, "Backward Compatibility"): whoever answers it as such
is asked nothing else. Whoever refuses it is asked what it speaks, and gets a handshake if that is
older. Nothing here does I/O: what is to be sent is yielded, and its response sent in.
"""

from collections.abc import Generator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpResponse
from generator.runtime.http.statuses import bare
from generator.styles.mcp.runtime.answers import (
    UNREADABLE,
    Response,
    body_of,
    read_number,
)
from generator.styles.mcp.runtime.requests import McpRequest, Message, header_value
from generator.styles.mcp.runtime.versions import (
    CALL,
    CAPABILITIES,
    CLIENT_INFO,
    DISCOVER,
    HEADER_MISMATCH,
    INITIALIZE,
    MISSING_CAPABILITY,
    STATELESS,
    TRACE,
    UNSUPPORTED_VERSION,
    VERSION,
)

Talk = Generator[Message, HttpResponse, None]

# Versions that begin with a handshake, and whose results are structured; the newest first.
HANDSHAKE = ("2025-11-25", "2025-06-18")
_VERSION_HEADER, _METHOD_HEADER, _NAME_HEADER = (
    "mcp-protocol-version",
    "mcp-method",
    "mcp-name",
)
_SESSION_HEADER = "mcp-session-id"
# Numbers that only a server of a stateless version answers with.
_OF_STATELESS = {HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_VERSION}
_HEADERS = {
    "content-type": "application/json",
    "accept": "application/json, text/event-stream",
}
_CLIENT = {"name": "diptych", "version": "1"}
# What a stateless request says about its sender.
_ABOUT = {VERSION: STATELESS, CLIENT_INFO: _CLIENT, CAPABILITIES: {}}
_REFUSALS = {400, 404, 405}


class _Discovered(msgspec.Struct, frozen=True):
    versions: list[str] = msgspec.field(name="supportedVersions")


class _Begun(msgspec.Struct, frozen=True):
    version: str = msgspec.field(name="protocolVersion")


_discovered = msgspec.json.Decoder(Response[_Discovered]).decode
_begun = msgspec.json.Decoder(Response[_Begun]).decode


class Session:
    """How requests to one server are written; version: the one that it speaks.

    settled: the server has shown which.
    """

    def __init__(self) -> None:
        self._always = {**_HEADERS, _VERSION_HEADER: STATELESS}
        self.version = STATELESS
        self.settled = False
        self.id: str | None = None
        self._path = ""

    def over_http(self, message: Message) -> McpRequest:
        """A message as a request of HTTP; the caller's own headers come last."""
        headers = dict(self._always)
        meta: dict[str, Any] = {}
        if self.version == STATELESS:
            headers[_METHOD_HEADER] = message.method
            if message.method == CALL:
                headers[_NAME_HEADER] = header_value(message.tool)
            meta = _ABOUT
        if message.headers:
            headers.update(message.headers)
            given = message.headers
            trace = {name: given[name] for name in TRACE if name in given}
            meta = {**meta, **trace}
        return McpRequest(
            method="POST",
            path=message.path,
            headers=headers,
            body=message.print(meta),
            message=message,
        )

    def over_stdio(self, message: Message, timeout: float | None) -> bytes:
        """A message as a line; timeout: seconds that the caller still waits."""
        meta: dict[str, Any] = message.in_meta(timeout)
        if self.version == STATELESS:
            meta.update(_ABOUT)
        return message.print(meta) + b"\n"

    def begin(self, call: Message) -> Talk:
        """Find out what the server speaks, with the headers of a call.

        ServiceError (`unimplemented`) where it speaks nothing that this client does.
        """
        versions = _versions((yield _beside(call, DISCOVER, {})))
        if STATELESS in versions:
            self.settled = True
            return
        if versions and not set(versions) & {*HANDSHAKE}:
            raise _strange(versions)
        yield from self._shake_hands(call)

    def again(self, call: Message, response: HttpResponse) -> Talk | None:
        """What to ask the server before a call that it refused is sent again; None: nothing."""
        status = response.status
        if self.version == STATELESS:
            if self.settled or status not in _REFUSALS or _is_modern(response):
                self.settled = True
                return None
            return self.begin(call)
        if status == 404 and self.id is not None:
            return self._shake_hands(call)
        return None

    def forget(self) -> None:
        """There is another server now, of which nothing is known."""
        self._speak(STATELESS, None)
        self.settled = False

    def goodbye(self) -> McpRequest | None:
        """What ends the session on the server, if there is one (2025-11-25, Session Management)."""
        if self.id is None:
            return None
        message = Message(method="", id=None, path=self._path)
        return McpRequest(
            method="DELETE",
            path=self._path,
            headers=self._always,
            message=message,
        )

    def _shake_hands(self, call: Message) -> Talk:
        self._speak(HANDSHAKE[0], None)
        params = {
            "protocolVersion": HANDSHAKE[0],
            "capabilities": {},
            "clientInfo": _CLIENT,
        }
        response = yield _beside(call, INITIALIZE, params)
        try:
            begun = _begun(body_of(response))
        except UNREADABLE:
            begun = None
        if begun is None or begun.result is UNSET:
            self._speak(STATELESS, None)
            raise _no_handshake(response)
        if begun.result.version not in HANDSHAKE:
            self._speak(STATELESS, None)
            raise _strange([begun.result.version])
        self._speak(begun.result.version, response.headers.get(_SESSION_HEADER))
        self._path = call.path
        self.settled = True
        yield _beside(call, "notifications/initialized", {})

    def _speak(self, version: str, id: str | None) -> None:
        self.version, self.id = version, id
        self._always = {**_HEADERS, _VERSION_HEADER: version}
        if id is not None:
            self._always[_SESSION_HEADER] = id


def step(talk: Talk, answer: HttpResponse | None) -> Message | None:
    """What is to be sent next, after the answer to what was sent before; None: nothing more."""
    try:
        return next(talk) if answer is None else talk.send(answer)
    except StopIteration:
        return None


def _beside(call: Message, method: str, params: Mapping[str, Any]) -> Message:
    """A message of the protocol's own, to the same place and by the same caller as a call."""
    notified = method.startswith("notifications/")
    return Message(
        method=method,
        params=params,
        id=None if notified else f"{call.id}-{method}",
        path=call.path,
        headers=call.headers,
    )


def _versions(response: HttpResponse) -> list[str]:
    """What a server says that it speaks; none where it does not know the question."""
    try:
        found = _discovered(body_of(response))
    except UNREADABLE:
        return _supported(response)
    return found.result.versions if found.result is not UNSET else _supported(response)


def _supported(response: HttpResponse) -> list[str]:
    """The versions that an error names."""
    try:
        error = read_number(body_of(response)).error
        if error is UNSET or error.code not in _OF_STATELESS:
            return []
        found: list[str] = msgspec.convert(error.data, dict[str, Any])["supported"]
        return msgspec.convert(found, list[str])
    except (*UNREADABLE, KeyError):
        return []


def _is_modern(response: HttpResponse) -> bool:
    """Whether it is the answer of a server of a stateless version, which is to be believed."""
    try:
        error = read_number(body_of(response)).error
    except UNREADABLE:
        return False
    if error is UNSET or error.code not in _OF_STATELESS:
        return False
    return not _supported(response)


def _strange(versions: list[str]) -> ServiceError:
    known = ", ".join((STATELESS, *HANDSHAKE))
    text = f"The server speaks MCP {', '.join(versions)}; this client speaks {known}."
    return ServiceError(text, code=Code.UNIMPLEMENTED)


def _no_handshake(response: HttpResponse) -> ServiceError:
    if response.status != 200:
        return bare(response.status, response.headers)
    text = "The server answers neither a stateless call of MCP nor a handshake."
    return ServiceError(text, code=Code.UNIMPLEMENTED)
