"""Both HTTP transports keep connections, keep time, keep nothing else, and say what failed."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from generator.runtime.errors import ServiceError
from generator.runtime.http.aio import AsyncHttp
from generator.runtime.http.asgi import (
    BodyReader,
    BodyTooLargeError,
    DisconnectedError,
    respond,
    resume,
)
from generator.runtime.http.headers import Headers, header_map
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.sync import SyncHttp
from generator.runtime.lifespan import Lifespan
from generator.runtime.shutdown import Shutdown
from tests.behaviour.hosting import Host, listening
from tests.waiting import DEADLINES, until

Send = Callable[..., Awaitable[HttpResponse]]


class Server:
    """Tells what it was asked; some paths behave badly."""

    def __init__(self) -> None:
        self.clients: set[Any] = set()
        self.waiting = False
        self.cancelled = asyncio.Event()
        self.ending = Shutdown()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await Lifespan()(receive, send)
            return
        self.clients.add(tuple(scope["client"]))
        headers = header_map(scope)
        try:
            body = BodyReader(10_000, None, self.ending).begin(headers, receive)
            body = body if isinstance(body, bytes) else await body
        except BodyTooLargeError:
            await respond("POST", send, (413, [], b""))
            return
        match scope["path"]:
            case "/wait":
                work = self._wait()
                with suppress(DisconnectedError):
                    await resume(work, work.send(None), receive, self.ending)
            case "/drip":
                start = {"type": "http.response.start", "status": 200, "headers": []}
                await send(start)
                for _ in range(100):
                    await send({"type": "http.response.body", "body": b".", "more_body": True})
                    await asyncio.sleep(0.05)
            case "/large":
                await respond("GET", send, (200, [], b"x" * 5_000))
            case "/elsewhere":
                await respond("GET", send, (302, [(b"location", b"/")], b""))
            case _:
                asked = {
                    "method": scope["method"],
                    "target": scope["raw_path"].decode() + "?" + scope["query_string"].decode(),
                    "headers": dict(Headers(headers)),
                    "body": body.decode(),
                }
                cookie = [(b"set-cookie", b"a=b"), (b"x-two", b"1"), (b"x-two", b"2")]
                await respond("GET", send, (200, cookie, json.dumps(asked).encode()))

    async def _wait(self) -> None:
        self.waiting = True
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


@asynccontextmanager
async def transport(kind: str, target: str, **options: Any) -> AsyncIterator[Send]:
    """A way to send requests with the sync or the async transport."""
    if kind == "async":
        asynchronous = AsyncHttp(target, **options)

        async def send(request: HttpRequest, timeout: float | None = None) -> HttpResponse:
            return await asynchronous.send(request, timeout)

        yield send
        await asynchronous.close()
    else:
        synchronous = SyncHttp(target, **options)

        async def send(request: HttpRequest, timeout: float | None = None) -> HttpResponse:
            return await asyncio.to_thread(synchronous.send, request, timeout)

        yield send
        synchronous.close()


def get(path: str, **headers: str) -> HttpRequest:
    return HttpRequest(method="GET", path=path, headers=headers)


async def code(sending: Awaitable[HttpResponse]) -> str:
    """The code with which sending fails."""
    try:
        await sending
    except ServiceError as error:
        return str(error.code)
    return "none"


both = pytest.mark.parametrize("kind", ["sync", "async"])


@both
def test_a_request_arrives_as_it_was_written(host: Host, kind: str) -> None:
    async def run() -> None:
        async with listening(Server()) as target:
            headers = {"X-Mine": "1", "Accept": "text/html"}
            async with transport(kind, f"{target}/base/", headers=headers) as send:
                request = HttpRequest(
                    method="POST",
                    path="/a%2Fb/%2E%2E?q=%20x",
                    headers={"accept": "application/json", "content-type": "text/plain"},
                    body=b"hello",
                )
                response = await send(request, 5.0)
                asked = json.loads(response.body)
        assert (asked["method"], asked["target"]) == ("POST", "/base/a%2Fb/%2E%2E?q=%20x")
        assert asked["body"] == "hello"
        headers = asked["headers"]
        assert (headers["x-mine"], headers["accept"]) == ("1", "application/json")
        assert 4_000 < int(headers["request-timeout-ms"]) <= 5_000
        assert response.headers["x-two"] == "1, 2"

    host.run(run())


@both
def test_connections_are_reused_and_cookies_are_not_kept(host: Host, kind: str) -> None:
    async def run() -> None:
        server = Server()
        async with listening(server) as target, transport(kind, target) as send:
            for _ in range(3):
                response = await send(get("/"))
                assert "cookie" not in json.loads(response.body)["headers"]
        assert len(server.clients) == 1

    host.run(run())


def test_a_connection_that_servers_soon_close_is_not_used_again(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A POST that meets a server's end of idling is lost: nobody may send it again."""
    idle = 0.0
    clock = time.monotonic
    monkeypatch.setattr("aiohttp.connector.monotonic", lambda: clock() + idle)

    async def run() -> None:
        nonlocal idle
        server = Server()
        async with listening(server) as target, transport("async", target) as send:
            for waited in (0.0, 2.0, 4.5):  # uvicorn and Node close after 5
                idle += waited
                await send(get("/"))
        assert len(server.clients) == 2

    host.run(run())


def test_each_event_loop_has_connections_of_its_own(host: Host) -> None:
    server = Server()
    running = listening(server)
    http = AsyncHttp(host.run(running.__aenter__()))

    async def call() -> int:
        return (await http.send(get("/"), 5)).status

    assert host.run(call()) == 200
    assert [asyncio.run(call()), asyncio.run(call())] == [200, 200]
    assert host.run(call()) == 200
    assert len(server.clients) == 3
    host.run(http.close())
    host.run(running.__aexit__(None, None, None))


@both
def test_redirects_are_not_followed(host: Host, kind: str) -> None:
    async def run() -> None:
        async with listening(Server()) as target, transport(kind, target) as send:
            assert (await send(get("/elsewhere"))).status == 302

    host.run(run())


@both
def test_a_response_over_the_limit_is_refused(host: Host, kind: str) -> None:
    async def run() -> None:
        async with listening(Server()) as target:
            async with transport(kind, target, max_response_size=4_999) as send:
                assert await code(send(get("/large"))) == "resource_exhausted"
            async with transport(kind, target, max_response_size=5_000) as send:
                assert len((await send(get("/large"))).body) == 5_000

    host.run(run())


@both
def test_nobody_there_is_unavailable(host: Host, kind: str) -> None:
    async def run() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        async with transport(kind, f"http://127.0.0.1:{port}") as send:
            assert await code(send(get("/"))) == "unavailable"
            assert await code(send(get("/"), 5.0)) == "unavailable"

    host.run(run())


@both
def test_a_server_that_hangs_up_is_unavailable(host: Host, kind: str) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, transport(kind, f"http://127.0.0.1:{port}") as send:
            assert await code(send(get("/"))) == "unavailable"

    host.run(run())


@both
def test_time_that_is_up_ends_the_call_on_both_sides(host: Host, kind: str) -> None:
    async def run() -> None:
        server = Server()
        async with listening(server) as target, transport(kind, target) as send:
            for seconds in DEADLINES:
                assert await code(send(get("/wait"), seconds)) == "deadline_exceeded"
                if server.waiting:
                    break
            await until(server.cancelled.is_set)
            assert await code(send(get("/"), 0.0)) == "deadline_exceeded"

    host.run(run())


@both
def test_a_response_that_drips_does_not_outlive_the_deadline(host: Host, kind: str) -> None:
    async def run() -> None:
        async with listening(Server()) as target, transport(kind, target) as send:
            assert await code(send(get("/drip"), 0.3)) == "deadline_exceeded"

    host.run(run())


def test_cancelling_a_call_cancels_it_on_the_server(host: Host) -> None:
    async def run() -> None:
        server = Server()
        async with listening(server) as target, transport("async", target) as send:
            task = asyncio.ensure_future(send(get("/wait")))
            await until(lambda: server.waiting)
            task.cancel()
            await until(server.cancelled.is_set)

    host.run(run())


@both
def test_the_proxy_of_the_environment_is_used(
    host: Host, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with listening(Server()) as proxy:
            monkeypatch.setenv("http_proxy", proxy)
            monkeypatch.setenv("no_proxy", "")
            async with transport(kind, "http://nowhere.invalid/base") as send:
                asked = json.loads((await send(get("/x"))).body)
        assert asked["headers"]["host"] == "nowhere.invalid"

    host.run(run())


@pytest.mark.parametrize(
    "target", ["localhost:80", "ftp://x", "http://", "http://u:p@x", "http://x/?a=1", "http://x#a"]
)
def test_a_target_is_a_plain_base_url(target: str) -> None:
    for make in (SyncHttp, AsyncHttp):
        with pytest.raises(ValueError, match="a target"):
            make(target)


def test_an_address_that_is_no_url_is_told_how_to_write_it() -> None:
    for make in (SyncHttp, AsyncHttp):
        with pytest.raises(ValueError, match="write 'http://localhost:8000'"):
            make("localhost:8000")
        with pytest.raises(ValueError, match=r"[Pp]ort"):
            make("http://localhost:99999")
