"""Bodies in pieces: both transports read an early answer, and nothing that was cut looks whole."""

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.aio import AsyncHttp
from generator.runtime.http.asgi import (
    BodyTimeoutError,
    BodyTooLargeError,
    DisconnectedError,
)
from generator.runtime.http.headers import header_map
from generator.runtime.http.message import HttpRequest
from generator.runtime.http.sync import SyncHttp
from generator.runtime.http.uploads import Upload
from generator.runtime.lifespan import Lifespan
from generator.runtime.shutdown import Shutdown
from tests.behaviour.hosting import Host, listening
from tests.serving import certificates
from tests.waiting import PATIENCE

POST = HttpRequest(method="POST", path="/", headers={})
GET = HttpRequest(method="GET", path="/", headers={})
PIECE = b"x" * 65_536

Exchange = Callable[..., Awaitable[tuple[int, bytes]]]


class Sink:
    """Reads what is uploaded; keeps what the work that reads it went through."""

    def __init__(self, *, limit: int | None = None, idle: float | None = None) -> None:
        self.limit, self.idle = limit, idle
        self.shutdown = Shutdown()
        self.received = 0
        self.ended = threading.Event()
        self.failure: BaseException | None = None
        self.reads = True
        self.answered: tuple[int, bytes] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await Lifespan()(receive, send)
            return
        given = header_map(scope)
        upload = Upload(receive, given, self.shutdown, limit=self.limit, timeout=self.idle)
        try:
            status, body = await upload.run(self._work(upload))
        except DisconnectedError:
            return
        except BodyTooLargeError:
            status, body = 413, b"too large"
        except BodyTimeoutError:
            status, body = 408, b"too slow"
        finally:
            self.ended.set()
        await upload.answer(scope["method"], send, (status, [], body))

    async def _work(self, upload: Upload) -> tuple[int, bytes]:
        if self.answered is not None:
            return self.answered
        try:
            async for piece in upload:
                self.received += len(piece)
        except BaseException as error:
            self.failure = error
            raise
        return 200, b"%d" % self.received


def pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield PIECE


async def sync_exchange(target: str, request: HttpRequest, content: Any = None) -> Any:
    def work() -> tuple[int, bytes]:
        exchange = SyncHttp(target).open(request, content, timeout=20)
        return exchange.status, exchange.read(10**9)

    return await asyncio.to_thread(work)


async def async_exchange(target: str, request: HttpRequest, content: Any = None) -> Any:
    async def given() -> AsyncIterator[bytes]:
        for piece in content:
            yield piece

    http = AsyncHttp(target)
    try:
        data = None if content is None else given()
        exchange = await http.open(request, data, timeout=20)
        return exchange.status, await exchange.read(10**9)
    finally:
        await http.close()


BOTH = pytest.mark.parametrize("exchange", [sync_exchange, async_exchange])


@BOTH
def test_a_body_in_pieces_arrives_whole(host: Host, exchange: Exchange) -> None:
    async def scenario() -> tuple[int, bytes]:
        async with listening(Sink()) as target:
            return await exchange(target, POST, pieces(40))

    assert host.run(scenario()) == (200, b"%d" % (40 * len(PIECE)))


@BOTH
def test_a_client_that_is_answered_while_it_uploads_reads_the_answer(
    host: Host, exchange: Exchange
) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 10_000:
            sent += 1
            yield PIECE

    async def scenario() -> tuple[int, bytes]:
        sink = Sink()
        sink.answered = 409, b"there is one"
        async with listening(sink) as target:
            return await exchange(target, POST, endless())

    assert host.run(scenario()) == (409, b"there is one")
    assert sent < 2_000


@BOTH
def test_a_body_over_the_limit_is_answered_with_413_before_its_end(
    host: Host, exchange: Exchange
) -> None:
    async def scenario() -> tuple[int, bytes]:
        async with listening(Sink(limit=100_000)) as target:
            return await exchange(target, POST, pieces(10_000))

    assert host.run(scenario()) == (413, b"too large")


@BOTH
def test_what_the_content_raises_reaches_the_caller_and_the_server_sees_a_cut_body(
    host: Host, exchange: Exchange
) -> None:
    def broken() -> Iterator[bytes]:
        yield PIECE
        raise OSError("the disk is gone")

    sink = Sink()

    async def scenario() -> None:
        async with listening(sink) as target:
            with pytest.raises(OSError, match="the disk is gone"):
                await exchange(target, POST, broken())
            await asyncio.to_thread(sink.ended.wait, PATIENCE)

    host.run(scenario())
    assert isinstance(sink.failure, ServiceError)
    assert sink.failure.code is Code.CANCELLED


@pytest.mark.parametrize("framing", [b"content-length: 100000", b"transfer-encoding: chunked"])
def test_a_cut_upload_raises_in_who_reads_it(host: Host, framing: bytes) -> None:
    sink = Sink()

    def upload(target: str) -> None:
        name, port = target.removeprefix("http://").split(":")
        with socket.create_connection((name, int(port))) as connection:
            head = b"POST / HTTP/1.1\r\nhost: x\r\n" + framing + b"\r\n\r\n"
            connection.sendall(head + b"3e8\r\n" + b"x" * 1000)

    async def scenario() -> None:
        async with listening(sink) as target:
            await asyncio.to_thread(upload, target)
            await asyncio.to_thread(sink.ended.wait, PATIENCE)

    host.run(scenario())
    assert isinstance(sink.failure, ServiceError)
    assert sink.failure.code is Code.CANCELLED


def test_an_upload_that_stands_still_is_answered_with_408(host: Host) -> None:
    async def still() -> AsyncIterator[bytes]:
        yield PIECE
        await asyncio.sleep(60)

    async def scenario() -> tuple[int, bytes]:
        async with listening(Sink(idle=0.2)) as target:
            http = AsyncHttp(target)
            exchange = await http.open(POST, still(), timeout=20)
            try:
                return exchange.status, await exchange.read(100)
            finally:
                await http.close()

    assert host.run(scenario()) == (408, b"too slow")


@pytest.mark.parametrize(
    "framing", [b"content-length: 100000\r\n\r\n", b"transfer-encoding: chunked\r\n\r\n3e8\r\n"]
)
@BOTH
def test_a_cut_download_never_looks_whole(host: Host, exchange: Exchange, framing: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n" + framing + b"x" * 500)
        await writer.drain()
        writer.close()

    async def scenario() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            with pytest.raises(ServiceError) as caught:
                await exchange(f"http://127.0.0.1:{port}", GET)
        assert caught.value.code is Code.UNAVAILABLE

    host.run(scenario())


def test_a_slow_reader_slows_its_client(host: Host) -> None:
    """No more is taken than waits in buffers: of the server's loop, and of the system."""
    sent = 0
    released = threading.Event()

    class Slow(Sink):
        async def _work(self, upload: Upload) -> tuple[int, bytes]:
            await anext(upload)
            await asyncio.to_thread(released.wait, PATIENCE)
            return await super()._work(upload)

    async def counted() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield PIECE

    async def scenario() -> tuple[int, bytes]:
        async with listening(Slow()) as target:
            http = AsyncHttp(target)
            opening = asyncio.create_task(http.open(POST, counted(), timeout=30))
            before = -1
            while before != sent:
                before = sent
                await asyncio.sleep(0.3)
            assert sent < 200
            released.set()
            exchange = await opening
            try:
                return exchange.status, await exchange.read(100)
            finally:
                await http.close()

    status, _ = host.run(scenario())
    assert (status, sent) == (200, 1000)


def test_an_answer_over_tls_ends_an_upload_that_goes_on(tmp_path: Path) -> None:
    """What comes early there may be no answer, but a ticket of TLS 1.3."""
    files = certificates.make(tmp_path)
    sink = Sink()
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 10_000:
            sent += 1
            yield PIECE

    async def scenario() -> None:
        certificate, key = map(str, files.pair("server"))
        config = uvicorn.Config(sink, ssl_certfile=certificate, ssl_keyfile=key, log_level="error")
        server = uvicorn.Server(config)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            port = listener.getsockname()[1]
            context = ssl.create_default_context(cafile=files.ca)
            http = SyncHttp(f"https://127.0.0.1:{port}", ssl_context=context)

            def upload(content: Any) -> tuple[int, bytes]:
                exchange = http.open(POST, content, timeout=30)
                return exchange.status, exchange.read(100)

            found = await asyncio.to_thread(upload, pieces(200))
            assert found == (200, b"%d" % (200 * len(PIECE)))
            sink.answered = 409, b"there is one"
            assert await asyncio.to_thread(upload, endless()) == (409, b"there is one")
            assert sent < 2_000
            server.should_exit = True
            await serving

    asyncio.run(scenario())
