"""The messages of a client's stream, as they come in the body of a request."""

import asyncio
import time

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.uploads import Upload
from generator.runtime.limits import MIN_RATE
from generator.styles.connect.runtime.compression import is_gzip
from generator.styles.connect.runtime.envelopes import Envelopes, cut
from generator.styles.connect.runtime.protocols import Protocol
from generator.styles.connect.runtime.text import Pieces
from generator.styles.connect.runtime.web import opened


class Incoming:
    """The messages of one call, each when it is asked for; text: the body is base64."""

    def __init__(
        self,
        body: Upload,
        headers: HeaderMap,
        protocol: Protocol,
        limit: int,
        timeout: float | None,
        *,
        text: bool,
    ) -> None:
        self._body = body
        self._headers = headers
        self._protocol = protocol
        self._limit = limit
        self._timeout = timeout
        self._envelopes = Envelopes(limit)
        self._is_compressed: bool | None = None
        self._begun = 0.0
        self._text = Pieces() if text else None

    async def next(self) -> bytes | None:
        """The bytes of the next message; None at the end."""
        if self._is_compressed is None:
            self._is_compressed = is_gzip(self._headers.get(self._protocol.encoding))
        envelopes = self._envelopes
        while (found := envelopes.next()) is None:
            piece = await self._piece()
            text = self._text
            if piece is None:
                if envelopes.within or (text is not None and text.held):
                    raise cut()
                return None
            envelopes.feed(piece if text is None else text.feed(piece))
        return await opened(*found, self._limit, is_compressed=self._is_compressed)

    async def _piece(self) -> bytes | None:
        """What comes next. Between two messages the client may take its time, not within one."""
        if self._timeout is None or not self._envelopes.within:
            self._begun = time.monotonic()
            return await anext(self._body, None)
        until = self._begun + self._timeout + self._envelopes.held / MIN_RATE
        left = min(self._timeout, until - time.monotonic())
        try:
            async with asyncio.timeout(left):
                return await anext(self._body, None)
        except TimeoutError:
            text = "A message did not come in time."
            raise ServiceError(text, code=Code.DEADLINE_EXCEEDED) from None
