"""Connections with limits on h11, the parser that every uvicorn has."""

from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..limits import Limits
from .connection import Limited


class _Connection(h11.Connection):
    """h11's parser with a limit for the URL."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(h11.SERVER, limits.max_header_size)
        self._longest = limits.max_url_size

    def next_event(self) -> Any:
        event = super().next_event()
        if isinstance(event, h11.Request) and len(event.target) > self._longest:
            raise h11.RemoteProtocolError("URL too long", error_status_hint=414)
        return event


class LimitedH11(Limited, H11Protocol):
    """uvicorn's protocol on h11, with limits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = _Connection(self.limits)

    def data_received(self, data: bytes) -> None:
        """Take no more of a client that was refused."""
        if not self._refused:
            super().data_received(data)

    def begun(self) -> bool:
        """Whether bytes wait for the rest of a head."""
        return bool(self.conn.trailing_data[0])

    def status_of(self, error: BaseException | None) -> int:
        """The parser itself has a proposal."""
        return getattr(error, "error_status_hint", 400)
