"""What a client of MCP says to a server that it starts (2026-07-28, stdio)."""

from collections.abc import Hashable

from msgspec import UNSET

from generator.runtime.http.message import HttpResponse
from generator.runtime.pipes import answered
from generator.runtime.speech import Asks, Heard, Speech
from generator.runtime.unions import quick
from generator.styles.mcp.runtime.answers import head_of
from generator.styles.mcp.runtime.asked import reply
from generator.styles.mcp.runtime.requests import McpRequest, Message
from generator.styles.mcp.runtime.session import Session, step
from generator.styles.mcp.runtime.versions import CANCELLED

# Seconds within which a server must say what it speaks: one with an older version may be silent.
_PATIENCE = 10.0


class McpSpeech(Speech[McpRequest]):
    """Calls of tools, after what a session has to ask first."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def forget(self) -> None:
        """A server remembers nothing of the one before ("Unexpected Termination")."""
        self._session.forget()

    def key(self, request: McpRequest) -> Hashable:
        """The id."""
        return request.message.id

    def written(
        self,
        request: McpRequest,
        left: float | None,
        run: Asks,
    ) -> bytes:
        """The line of a call, once it is known what the server speaks."""
        if not self._session.settled:
            self._negotiate(request.message, run)
        return self._session.over_stdio(request.message, left)

    def cancelled(self, key: Hashable) -> bytes:
        """A notification."""
        message = {"jsonrpc": "2.0", "method": CANCELLED, "params": {"requestId": key}}
        return quick(message) + b"\n"

    def heard(self, line: bytes) -> Heard:
        """What a line is; a request of the server's own gets an answer."""
        head = head_of(line)
        if head is None:
            return Heard()  # no message of MCP, and so none for a client
        if head.method is not UNSET:
            answer = reply(line)
            return Heard(reply=None if answer is None else answer + b"\n")
        if head.id is None or head.id is UNSET:
            # The server could not read one of the requests, and does not know which.
            return Heard(None)
        return Heard([head.id])

    def _negotiate(self, call: Message, run: Asks) -> None:
        """Ask what the server speaks before it gets a call."""
        talk = self._session.begin(call)
        answer: HttpResponse | None = None
        while (message := step(talk, answer)) is not None:
            line, body = self._session.over_stdio(message, None), b""
            if message.id is None:
                run.put(line)
            else:
                body = run.ask(message.id, line, _PATIENCE)
            answer = answered(body)
