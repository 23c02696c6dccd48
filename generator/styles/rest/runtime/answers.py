"""What a server streams → items, and how the stream ended; no I/O."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpResponse, media_type, too_large
from generator.runtime.http.streaming import ndjson, sse
from generator.runtime.http.streaming.lines import Lines, LineTooLongError
from generator.styles.rest.runtime.problem import PROBLEM

# Makes of an item's JSON its value; of a response that is a problem the error that it stands for.
Read = Callable[[Any], Any]
Revive = Callable[[HttpResponse], ServiceError]

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Answer:
    """The items of one stream, whatever it is written as.

    over: it ended, well or with ``failure``, which is to be raised after the items before it.
    """

    def __init__(self, read: Read, revive: Revive, limit: int) -> None:
        self._read = read
        self._revive = revive
        self._limit = limit
        self.over = False
        self.failure: ServiceError | None = None

    def end(self) -> None:
        """The connection ended: ServiceError `unavailable` if the stream had not."""
        if not self.over:
            text = "The stream was cut off before its end."
            self._fail(ServiceError(text, code=Code.UNAVAILABLE))

    def _value(self, data: Any) -> Any:
        try:
            return self._read(data)
        except _UNREADABLE as error:
            text = f"An item is not what the contract says: {error}"
            raise ServiceError(text, code=Code.INTERNAL) from error

    def _fail(self, error: ServiceError) -> None:
        self.over, self.failure = True, error

    def _problem(self, problem: bytes) -> None:
        self._fail(self._revive(problem_response(problem)))


class EventAnswer(Answer):
    """Server-sent events; closes: the end of the connection is that of the stream."""

    def __init__(
        self,
        read: Read,
        revive: Revive,
        limit: int,
        *,
        closes: bool = False,
    ) -> None:
        super().__init__(read, revive, limit)
        self._events = sse.EventReader(limit)
        self._closes = closes

    def feed(self, piece: bytes) -> list[Any]:
        """The items that end in this piece; an event of another name is none."""
        found: list[Any] = []
        try:
            for event in self._events.feed(piece):
                if self.over:
                    break
                if event.name == "end":
                    self.over = True
                elif event.name == "error":
                    self._problem(event.data)
                elif event.name in {"", "message"}:
                    found.append(self._value(event.data))
        except LineTooLongError:
            self._fail(too_large(self._limit))
        except ServiceError as error:
            self._fail(error)
        return found

    def end(self) -> None:
        """The connection ended."""
        if self._closes:
            self.over = True
        super().end()


class LineAnswer(Answer):
    """Envelopes, one a line."""

    def __init__(self, read: Read, revive: Revive, limit: int) -> None:
        super().__init__(read, revive, limit)
        self._lines = Lines(limit + 64)

    def feed(self, piece: bytes) -> list[Any]:
        """The items that end in this piece."""
        found: list[Any] = []
        try:
            for line in self._lines.feed(piece):
                if line and not line.isspace():
                    self.take(line, found)
                if self.over:
                    break
        except LineTooLongError:
            self._fail(too_large(self._limit))
        except ServiceError as error:
            self._fail(error)
        return found

    def end(self) -> None:
        """The connection ended; the last line needs no end of its own."""
        rest = self._lines.rest()
        if not self.over and b'"end"' in rest:
            self.feed(b"\n")
        super().end()

    def take(self, text: bytes | str, found: list[Any]) -> None:
        """One envelope."""
        try:
            told = ndjson.envelope(text)
        except ValueError as error:
            message = f"The stream is not what the contract says: {error}"
            raise ServiceError(message, code=Code.INTERNAL) from error
        if isinstance(told.item, msgspec.Raw):
            found.append(self._value(told.item))
        elif isinstance(told.error, msgspec.Raw):
            self._problem(bytes(told.error))
        else:
            self.over = True

    def frame(self, frame: str | bytes | int | None) -> list[Any]:
        """The items of a frame of a WebSocket: text; its code of closing; None: it was cut off."""
        found: list[Any] = []
        if isinstance(frame, int):
            self._closed(frame)
        elif frame is None:
            self.end()
        elif frame.strip():
            try:
                self.take(frame, found)
            except ServiceError as error:
                self._fail(error)
        return found

    def _closed(self, number: int) -> None:
        """A close without an envelope before it: 4000 and the number of the error's code."""
        code = next((code for code in Code if 4000 + code.number == number), None)
        if number == 1009:
            text = "An item is larger than the server takes, or than this client does."
            self._fail(ServiceError(text, code=Code.RESOURCE_EXHAUSTED))
        elif code is not None:
            text = f"The server closed the WebSocket with {number}."
            self._fail(ServiceError(text, code=code))
        else:
            self.end()


def problem_response(problem: bytes) -> HttpResponse:
    """A problem that was told in a stream, as the response that it would have been before it."""
    try:
        document: object = msgspec.json.decode(problem)
    except _UNREADABLE:
        document = None
    status = document.get("status") if isinstance(document, Mapping) else None
    return HttpResponse(
        status=status if isinstance(status, int) else 500,
        headers={"content-type": PROBLEM},
        body=problem,
    )


def answer_of(
    headers: Mapping[str, str],
    read: Read,
    revive: Revive,
    limit: int,
    *,
    closes: bool,
) -> EventAnswer | LineAnswer:
    """What reads a response of success; ServiceError `internal` for what is no stream."""
    kind = media_type(headers)
    if kind == sse.EVENTS:
        return EventAnswer(read, revive, limit, closes=closes)
    if kind == ndjson.LINES:
        return LineAnswer(read, revive, limit)
    text = f"The answer is no stream, but of media type {kind or 'none'}."
    raise ServiceError(text, code=Code.INTERNAL)
