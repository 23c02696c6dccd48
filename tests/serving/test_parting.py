"""A server that ends tells callers on connections they have kept, before it closes those."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from generated._support.http import hosting
from generated._support.limits import Limits

GET = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


async def app(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer whatever comes with two bytes."""
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    )
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def server() -> AsyncIterator[tuple[hosting.HttpServer, int]]:
    """One on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = hosting.HttpServer(app, [], listener, Limits())
        await running.start()
        yield running, listener.getsockname()[1]
        await running.stop(0)


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The head of the next answer; its body is taken, too."""
    head = await reader.readuntil(b"\r\n\r\n")
    assert await reader.readexactly(2) == b"ok"
    return head


@pytest.mark.parametrize("parser", ["httptools", "h11"])
def test_the_next_answer_on_a_kept_connection_is_said_to_be_its_last(
    parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "_PARTING", 60)
    if parser == "h11":
        monkeypatch.setitem(sys.modules, f"{hosting.__package__}.connection_httptools", None)

    async def run() -> None:
        async with server() as (running, port):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(GET)
            assert b"connection: close" not in await answer(reader)
            at_once = asyncio.Event()
            parting = asyncio.create_task(running.part(at_once))
            while True:
                try:
                    (await asyncio.open_connection("127.0.0.1", port))[1].close()
                except ConnectionRefusedError:
                    break
            writer.write(GET)
            assert b"connection: close" in await answer(reader)
            assert await reader.read() == b""
            at_once.set()
            await parting

    asyncio.run(run())
