"""The server's side of HTTP: bodies, mounts, and clients that go away."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from generator.runtime.http.asgi import (
    BodyReader,
    BodyTooLargeError,
    DisconnectedError,
    Mounts,
    raw_path,
    respond,
    resume,
)
from generator.runtime.http.headers import Headers, header_map
from generator.runtime.shutdown import Shutdown
from tests.rest.exchange import ask


def chunks(*bodies: bytes) -> Any:
    """What a server gives for a body in pieces; it never ends without a last one."""
    left = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]

    async def receive() -> Any:
        return left.pop(0) if left else {"type": "http.disconnect"}

    if bodies:
        left[-1]["more_body"] = False
    return receive


def read(receive: Any, **announced: bytes) -> bytes:
    headers = {name.replace("_", "-").encode(): value for name, value in announced.items()}

    async def read_on() -> bytes:
        body = BodyReader(3, None, Shutdown()).begin(headers, receive)
        return body if isinstance(body, bytes) else await body

    return asyncio.run(read_on())


def test_a_body_is_read_to_its_end() -> None:
    assert read(chunks(b"abc")) == b"abc"
    assert read(chunks(b"a", b"", b"bc")) == b"abc"
    assert read(chunks(b"a", b"b"), content_length=b"2") == b"ab"


@pytest.mark.parametrize("announced", [{}, {"content_length": b"4"}, {"content_length": b"40"}])
def test_a_body_over_the_limit_is_refused(announced: dict[str, bytes]) -> None:
    with pytest.raises(BodyTooLargeError):
        read(chunks(b"ab", b"cd"), **announced)
    with pytest.raises(BodyTooLargeError):
        read(chunks(b"abcd"), **announced)


def test_no_more_of_a_body_is_read_than_the_limit_asks_for() -> None:
    with pytest.raises(BodyTooLargeError):
        read(chunks(), content_length=b"4")
    receive = chunks(b"ab", b"cd", b"ef")
    with pytest.raises(BodyTooLargeError):
        read(receive)
    assert asyncio.run(receive())["body"] == b"ef"


@pytest.mark.parametrize("begun", [[], [b"a", b"b"]])
def test_a_body_that_never_ends_is_a_client_that_left(begun: list[bytes]) -> None:
    messages: list[dict[str, Any]] = [{"body": body, "more_body": True} for body in begun]
    left = [{"type": "http.request"} | message for message in messages]

    async def receive() -> Any:
        return left.pop(0) if left else {"type": "http.disconnect"}

    with pytest.raises(DisconnectedError):
        read(receive)


def test_repeated_headers_are_joined() -> None:
    scope = {"headers": [(b"accept", b"a"), (b"x-b", b"1"), (b"accept", b"c")]}
    headers = Headers(header_map(scope))
    assert dict(headers) == {"accept": "a, c", "x-b": "1"}
    assert len(headers) == 2
    assert headers.get("x-c") is None
    assert "ä€" not in headers


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ({"path": "/a/b", "raw_path": b"/a%2Fb"}, "/a%2Fb"),
        ({"path": "/ä"}, "/%C3%A4"),
        ({"path": "/v1/a", "raw_path": b"/v1/a", "root_path": "/v1"}, "/a"),
        ({"path": "/v1", "raw_path": b"/v1", "root_path": "/v1"}, ""),
        ({"path": "/v10/a", "raw_path": b"/v10/a", "root_path": "/v1"}, "/v10/a"),
        # Some servers take the mount off the path themselves.
        ({"path": "/a", "raw_path": b"/a", "root_path": "/v1"}, "/a"),
    ],
)
def test_the_path_counts_from_where_the_app_is_mounted(scope: dict[str, Any], path: str) -> None:
    assert raw_path(scope) == path


async def watched(work: Coroutine[Any, Any, Any], receive: Callable[[], Awaitable[Any]]) -> Any:
    """What the servers do with work that waits."""
    return await resume(work, work.send(None), receive, Shutdown())


def test_a_client_that_leaves_cancels_the_work() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def run() -> None:
        with pytest.raises(DisconnectedError):
            await watched(work(), receive)
        # The task itself goes on, and nobody takes it for cancelled.
        await asyncio.sleep(0)
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0

    asyncio.run(run())
    assert ended == ["cancelled"]


def test_a_cancelled_server_cancels_the_work_and_stays_cancelled() -> None:
    async def never() -> Any:
        await asyncio.Event().wait()

    async def run() -> None:
        task = asyncio.create_task(watched(asyncio.sleep(30), never))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())


def test_work_gives_its_value_and_its_exception() -> None:
    async def never() -> Any:
        await asyncio.Event().wait()

    async def value(wait: float) -> int:
        await asyncio.sleep(wait)
        return 7

    async def broken() -> None:
        await asyncio.sleep(0)
        raise KeyError("x")

    async def run() -> None:
        assert await watched(value(0), never) == 7
        assert await watched(value(0.02), never) == 7
        with pytest.raises(KeyError):
            await watched(broken(), never)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*rest, return_exceptions=True)
        assert all(task.cancelled() for task in rest)

    asyncio.run(run())


def test_apps_share_a_port_each_below_its_path() -> None:
    def app(name: str) -> Any:
        async def call(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001
            await respond("GET", send, (200, [], f"{name} {raw_path(scope)}".encode()))

        return call

    mounts = Mounts({"": app("rest"), "/rpc": app("rpc"), "/rpc/deep": app("deep")})
    for target, answer in (
        ("/rpc", b"rpc "),
        ("/rpc/x", b"rpc /x"),
        ("/rpc/deep/x", b"deep /x"),
        ("/rpcs", b"rest /rpcs"),
        ("/", b"rest /"),
    ):
        assert ask(mounts, "GET", target).body == answer
        assert ask(mounts, "GET", target, root="/v1").body == answer
    assert ask(Mounts({"/rpc": app("rpc")}), "GET", "/x").status == 404
