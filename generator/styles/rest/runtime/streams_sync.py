"""Calls operations that stream over REST, sync."""

import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.http.message import HttpResponse
from generator.runtime.http.streaming import ndjson
from generator.runtime.http.sync import SyncHttp
from generator.runtime.operation import Operation
from generator.styles.rest.runtime.answers import LineAnswer, answer_of
from generator.styles.rest.runtime.codec import RestCodec, StreamCall
from generator.styles.rest.runtime.route import has_file
from generator.styles.rest.runtime.transfers import SyncTransfers

if TYPE_CHECKING:
    from generator.runtime.http.sync_socket import SyncSocket


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
    ) -> Generator[Any, None, None]:
        """The items of a stream, or the one result of an operation that only takes one.

        Raises ServiceError and what the operation declares; closing it cancels the call.
        """
        if has_file(operation):
            files = SyncTransfers(self._codec, self._http)
            yield from files.open(operation, values, options, items, timeout)
            return
        request = self._codec.encode(operation, values, options)
        call = self._codec.streaming(operation)
        limit = self._http.limit
        if items is not None and operation.gives is not None:
            socket = self._http.connect(request, timeout=timeout)
            if isinstance(socket, HttpResponse):
                raise call.revive(socket)
            try:
                yield from _both_ways(socket, call, items, limit)
            finally:
                socket.close()
            return
        lines = None if items is None else (call.write(item) + b"\n" for item in items)
        with closing(self._http.open(request, lines, timeout=timeout)) as exchange:
            if operation.gives is None or not 200 <= exchange.status < 300:
                body = exchange.read(limit)
                yield call.value(
                    HttpResponse(
                        status=exchange.status,
                        headers=exchange.headers,
                        body=body,
                    )
                )
                return
            answer = answer_of(
                exchange.headers,
                call.read,
                call.revive,
                limit,
                closes=call.closes,
            )
            for piece in exchange:
                yield from answer.feed(piece)
                if answer.over:
                    break
            answer.end()
            if answer.failure is not None:
                raise answer.failure


def _both_ways(
    socket: "SyncSocket",
    call: StreamCall,
    items: Iterator[Any],
    limit: int,
) -> Generator[Any, None, None]:
    """Send all items from a thread of its own, and give what comes meanwhile."""
    answer = LineAnswer(call.read, call.revive, limit)
    failures: list[BaseException] = []
    sending = threading.Thread(
        target=_send,
        args=(socket, call, items, failures),
        name="sending",
        daemon=True,
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
