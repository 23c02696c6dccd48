"""Hears what a server asks in a stream of events, while a call waits for its response."""

from typing import Any

from generator.runtime.http.streaming.lines import LineTooLongError
from generator.runtime.http.streaming.sse import EVENTS, EventReader
from generator.styles.mcp.runtime.asked import reply
from generator.styles.mcp.runtime.requests import McpRequest


class Listener:
    """Reads the events that come before the response to a call, while they come.

    limit: bytes of one event.
    """

    def __init__(self, call: McpRequest, limit: int) -> None:
        self._call = call
        self._events: EventReader | None = EventReader(limit)

    def hear(self, headers: Any, piece: bytes) -> list[McpRequest]:
        """What is to be sent because of a piece of the response's body."""
        media_type = headers.get("content-type", "")
        if self._events is None or not media_type.startswith(EVENTS):
            return []
        try:
            events = self._events.feed(piece)
        except LineTooLongError:
            self._events = None
            return []
        replies = (reply(event.data) for event in events)
        return [self._request(body) for body in replies if body is not None]

    def _request(self, body: bytes) -> McpRequest:
        """To the same place, by the same caller and in the same session as the call."""
        return McpRequest(
            method="POST",
            path=self._call.path,
            headers=self._call.headers,
            body=body,
            message=self._call.message,
        )
