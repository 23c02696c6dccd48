"""Connections with limits on h11, the parser that every uvicorn has."""

from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..limits import Limits
from .connection import Limited, close_after, close_unless_read


class _Connection(h11.Connection):
    """h11's parser, which has no limit for what comes at once."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(h11.SERVER, limits.max_header_size)
        self._limits = limits

    def next_event(self) -> Any:
        event = super().next_event()
        if isinstance(event, h11.Request):
            size = sum(len(name) + len(value) + 4 for name, value in event.headers)
            if len(event.target) > self._limits.max_url_size:
                raise h11.RemoteProtocolError("URL", error_status_hint=414)
            if size + len(event.target) > self._limits.max_header_size:
                raise h11.RemoteProtocolError("headers", error_status_hint=431)
            if not event.target.startswith((b"/", b"*")):
                return _in_origin_form(event)
        return event


def _in_origin_form(event: h11.Request) -> h11.Request:
    """``http://host/path`` is the path (RFC 9112 §3.2.2)."""
    _, _, rest = event.target.partition(b"://")
    _, slash, path = rest.partition(b"/")
    return h11.Request(
        method=event.method,
        target=slash + path or b"/",
        headers=list(event.headers),
        http_version=event.http_version,
    )


class LimitedH11(Limited, H11Protocol):
    """uvicorn's protocol on h11, with limits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = _Connection(self.limits)

    def data_received(self, data: bytes) -> None:
        """Take no more of a client that was refused."""
        if not self._refused:
            super().data_received(data)

    def handle_events(self) -> None:
        """Look at the request that has begun before its app does."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and self._tls is not None:
            self.cycle.scope["extensions"] = {"tls": self._tls}
        if self.cycle is not before and self.cycle.waiting_for_100_continue:
            close_unless_read(self.cycle)
        if self.parting and self.cycle is not before:
            close_after(self.cycle)

    def begun(self) -> bool:
        """Whether bytes wait for the rest of a head."""
        return bool(self.conn.trailing_data[0])

    def status_of(self, error: BaseException | None) -> int:
        """The parser itself has a proposal."""
        return getattr(error, "error_status_hint", 400)
