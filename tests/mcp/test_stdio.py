"""MCP on standard input and output: a real process, and the same lines in this one."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest

from generated._support import UNCHECKED, Principal, ServiceError
from generated.accounts.mcp.server import serve_stdio as serve_accounts
from generated.cameras.mcp.binding import TOOLS
from tests.mcp.messages import call, old, request
from tests.support.hub import Hub

SERVER = [sys.executable, "-m", "tests.mcp.stdio_server"]


def line(message: Any) -> bytes:
    return json.dumps(message).encode() + b"\n"


def numbered(message: dict[str, Any], id: Any) -> dict[str, Any]:
    return {**message, "id": id}


def test_a_process_answers_all_lines_and_nothing_else_is_on_its_output() -> None:
    lines = [
        line(old("initialize", {"protocolVersion": "2025-11-25"}, "i")),
        line({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        b"\n  \r\n",
        b"{\n",
        b"[]\n",
        b"x" * 11_000_000 + b"\n",
        line(numbered(call("watch_camera", {"cameraId": 2}, progressToken="t"), "w")),
        line(numbered(call("get_camera", {"cameraId": 1}), "g"))[:-1],
    ]
    done = subprocess.run(
        [*SERVER, "after the protocol"],
        input=b"".join(lines),
        capture_output=True,
        timeout=60,
        check=True,
    )
    *answers, after = done.stdout.splitlines()
    assert after == b"after the protocol"
    for text in (b"from Python", b"past Python", b"from a child"):
        assert text in done.stderr
    found = [json.loads(answer) for answer in answers]
    by_id = {one["id"]: one for one in found if "id" in one}
    assert by_id["i"]["result"]["protocolVersion"] == "2025-11-25"
    assert by_id["g"]["result"]["structuredContent"]["id"] == 1
    assert len(by_id["w"]["result"]["structuredContent"]["result"]) == 2
    numbers = [one["error"]["code"] for one in found if "error" in one]
    assert sorted(numbers) == [-32700, -32600, -32600]
    told, *_ = [one for one in found if one.get("method") == "notifications/progress"]
    assert told["params"] == {"progressToken": "t", "progress": 1}
    assert found.index(told) < found.index(by_id["w"])


class Client:
    """The other end of a server in this process."""

    def __init__(self, source: int, target: int) -> None:
        self._source, self._target = source, target
        self._read = b""

    async def send(self, *messages: Any) -> None:
        data = b"".join(map(line, messages))
        await asyncio.to_thread(os.write, self._target, data)

    async def next(self) -> Any:
        while b"\n" not in self._read:
            piece = await asyncio.to_thread(os.read, self._source, 1 << 16)
            assert piece, "the server has ended"
            self._read += piece
        first, _, self._read = self._read.partition(b"\n")
        return json.loads(first)

    def end(self) -> None:
        os.close(self._target)


@contextlib.asynccontextmanager
async def serving(hub: Hub, **options: Any) -> AsyncIterator[Client]:
    """A server of a hub, on pipes."""
    from generated._support.mcp.calls import Calls
    from generated._support.mcp.document import Document
    from generated._support.mcp.settings import McpStdioSettings
    from generated._support.mcp.stdio import Session
    from generated._support.shutdown import Shutdown
    from generated._support.stdio import Channel

    settings = McpStdioSettings(**options)
    shutdown = Shutdown()
    document = Document(lambda: b'{"serverInfo": {"name": "hub"}, "tools": []}')
    calls = Calls(hub, TOOLS, document, settings, shutdown, None, lambda _: None)
    their_source, target = os.pipe()
    source, their_target = os.pipe()
    channel = Channel(source, target, settings.max_body_size)
    client = Client(their_source, their_target)
    session = asyncio.create_task(Session(calls, channel, settings, shutdown).run())
    try:
        async with asyncio.timeout(40):
            yield client
            with contextlib.suppress(OSError):
                client.end()
            await session
    finally:
        channel.close()
        for descriptor in (source, target, their_source):
            os.close(descriptor)


def test_calls_run_side_by_side_and_a_cancelled_one_is_not_answered() -> None:
    async def run() -> None:
        hub = Hub()
        async with serving(hub) as client:
            await client.send(numbered(call("watch_camera", {"cameraId": 0}), "a"))
            await hub.watched.wait()
            await client.send(numbered(call("get_camera", {"cameraId": 1}), "b"))
            assert (await client.next())["id"] == "b"
            # An id that is in use, and one that is free again.
            await client.send(numbered(call("get_camera", {"cameraId": 1}), "a"))
            assert (await client.next())["error"]["code"] == -32600
            cancel = {"jsonrpc": "2.0", "method": "notifications/cancelled"}
            await client.send({**cancel, "params": {"requestId": "a", "reason": "enough"}})
            await client.send({**cancel, "params": {"requestId": []}}, cancel)
            for like_one in (True, 1.0):
                await client.send(
                    numbered(call("get_camera", {"cameraId": 1}), 1),
                    {**cancel, "params": {"requestId": like_one}},
                )
                assert (await client.next())["id"] == 1
            await client.send(numbered(call("get_camera", {"cameraId": 1}), "c"))
            assert (await client.next())["id"] == "c"
            assert hub.ended == 1
            await client.send(numbered(call("get_camera", {"cameraId": 1}), "a"))
            assert (await client.next())["result"]["structuredContent"]["id"] == 1

    asyncio.run(run())


def test_what_is_too_long_is_told_where_the_input_ends_in_it() -> None:
    done = subprocess.run(SERVER, input=b"x" * 11_000_000, capture_output=True, timeout=60)
    [answer] = [json.loads(text) for text in done.stdout.splitlines()]
    assert answer["error"]["code"] == -32600


def test_no_more_calls_run_than_are_allowed() -> None:
    async def run() -> None:
        hub = Hub()
        async with serving(hub, max_calls=1, grace=0) as client:
            await client.send(numbered(call("get_camera", {"cameraId": 0}), 1))
            await hub.watched.wait()
            await client.send(numbered(call("get_camera", {"cameraId": 1}), 2))
            refused = await client.next()
            assert (refused["id"], refused["error"]["code"]) == (2, 8)
            client.end()
            # What runs when the input ends, and its grace is over.
            last = await client.next()
            told = json.loads(last["result"]["content"][0]["text"])
            assert (last["id"], told["code"]) == (1, "unavailable")

    asyncio.run(run())


def test_what_headers_would_say_stands_in_meta() -> None:
    async def run() -> None:
        hub = Hub()
        async with serving(hub) as client:
            meta = {"request-timeout-ms": "1", "X-Mine": "1", "of.mine/x": "2", "é": "3"}
            await client.send(call("get_camera", {"cameraId": 0}, **meta))
            told = json.loads((await client.next())["result"]["content"][0]["text"])
            assert told["code"] == "deadline_exceeded"
            assert {*hub.call.headers} == {"request-timeout-ms", "x-mine"}
            wrong = request("tools/list", **{"io.modelcontextprotocol/protocolVersion": "1"})
            await client.send(wrong)
            assert (await client.next())["error"]["code"] == -32022

    asyncio.run(run())


def test_a_client_that_reads_no_more_ends_the_server() -> None:
    process = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    process.stdin.write(line(old("ping")) * 3)
    process.stdin.close()
    assert process.wait(timeout=30) == 0


def test_a_contract_with_auth_needs_a_principal() -> None:
    with pytest.raises(ValueError, match="pass principal="):
        asyncio.run(serve_accounts(object()))
    with pytest.raises(TypeError, match="not a Principal"):
        asyncio.run(serve_accounts(object(), principal="ann"))


def test_a_principal_is_held_to_its_scopes() -> None:
    from generated._support.auth.known import KnownCaller as Known
    from generated.servers.operations import OPERATIONS

    [operation] = [one for one in OPERATIONS if any(n.scopes for ns in one.auth for n in ns)][:1]
    wanted = {scope for needs in operation.auth for need in needs for scope in need.scopes}

    async def judged(scopes: set[str]) -> Any:
        from generated._support.call import Call

        made = Call(operation=operation.name, style="mcp")
        judge = Known.of(operation, Principal("ann", scopes))
        assert judge is not None
        await judge(made, None)
        return made.principal

    assert asyncio.run(judged(wanted)).subject == "ann"
    with pytest.raises(ServiceError, match="lacks a scope"):
        asyncio.run(judged(set()))
    assert Known.of(operation, UNCHECKED) is None
