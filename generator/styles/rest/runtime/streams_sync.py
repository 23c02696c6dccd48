"""Calls operations that stream over REST, sync."""

import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.http.message import HttpResponse
from generator.runtime.http.streaming import ndjson
from generator.runtime.http.sync import SyncHttp
from generator.runtime.operation import Operation
from generator.styles.rest.runtime.answers import LineAnswer, answer_of
from generator.styles.rest.runtime.codec import RestCodec, StreamCall

if TYPE_CHECKING:
    from generator.runtime.http.streaming.socket import SyncSocket


class SyncRestStreams:
    """What a sync client of REST needs beside its codec and transport."""

    def __init__(self, codec: RestCodec, http: SyncHttp) -> None:
        self._codec = codec
        self._http = http

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: Iterator[Any] | None,
        timeout: float | None,
    ) -> Iterator[Any]:
        """The items of a stream, or the one result of an operation that only takes one.

        Raises ServiceError and what the operation declares; closing it cancels the call.
        """
        from generator.runtime.http.streaming.sync import exchanging

        request = self._codec.encode(operation, values, options)
        call = self._codec.streaming(operation)
        limit = self._http.limit
        if items is not None and operation.gives is not None:
            from generator.runtime.http.streaming.socket import connecting

            with connecting(self._http, request, timeout, limit) as socket:
                if isinstance(socket, HttpResponse):
                    raise call.revive(socket)
                yield from _both_ways(socket, call, items, limit)
            return
        lines = None if items is None else (call.write(item) + b"\n" for item in items)
        with exchanging(self._http, request, timeout, lines) as exchange:
            if operation.gives is None or not 200 <= exchange.status < 300:
                yield call.value(exchange.whole(limit))
                return
            answer = answer_of(exchange.headers, call.read, call.revive, limit, closes=call.closes)
            while not answer.over:
                piece = exchange.piece()
                if piece:
                    yield from answer.feed(piece)
                else:
                    answer.end()
            if answer.failure is not None:
                raise answer.failure


def _both_ways(
    socket: "SyncSocket", call: StreamCall, items: Iterator[Any], limit: int
) -> Iterator[Any]:
    """Send all items from a thread of its own, and give what comes meanwhile."""
    answer = LineAnswer(call.read, call.revive, limit)
    failures: list[BaseException] = []
    sending = threading.Thread(
        target=_send, args=(socket, call, items, failures), name="sending", daemon=True
    )
    sending.start()
    while not answer.over:
        frame = socket.frame()
        if failures:
            raise failures[0]
        yield from answer.frame(frame)
    if answer.failure is not None:
        raise answer.failure


def _send(
    socket: "SyncSocket",
    call: StreamCall,
    items: Iterator[Any],
    failures: list[BaseException],
) -> None:
    """Send all items, and that there are no more; one that fails ends the call."""
    try:
        for item in items:
            if not socket.send(ndjson.item(call.write(item))):
                return  # why, is read
        socket.send(ndjson.END)
    except BaseException as error:  # noqa: BLE001
        failures.append(error)
        socket.close()
