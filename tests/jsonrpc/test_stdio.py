"""JSON-RPC on standard input and output: a real process, its lines, and a peer that is not ours."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generated._support.rpc_codes import INVALID_REQUEST, PARSE_ERROR
from generated.accounts.jsonrpc.server import serve_stdio as serve_accounts
from tests.serving.process import ROOT

SERVER = [sys.executable, "-m", "tests.jsonrpc.stdio_server"]


def request(method: str, params: Any = None, **more: Any) -> dict[str, Any]:
    given = {} if params is None else {"params": params}
    return {"jsonrpc": "2.0", "method": method, **given, **more}


def line(message: Any) -> bytes:
    return json.dumps(message).encode() + b"\n"


def run(*lines: bytes) -> tuple[list[Any], bytes]:
    """What the server answers to all lines, and what it writes besides."""
    done = subprocess.run(SERVER, input=b"".join(lines), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [json.loads(answer) for answer in done.stdout.splitlines()], done.stderr


class Pipes:
    """A server that is asked line by line."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process

    def send(self, *messages: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(map(line, messages)))
        self.process.stdin.flush()

    def next(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Pipes(process)
        finally:
            process.kill()


def test_all_lines_are_answered_and_nothing_else_is_on_the_output() -> None:
    answers, said = run(
        b"\n  \r\n",
        b"{\n",
        b"[]\n",
        b"x" * 11_000_000 + b"\n",
        line([request("getCamera", [1], id=n) for n in range(4)]),
        line(request("getCamera", [5])),
        line([request("getCamera", [1], id="b"), request("getCamera", [2])]),
        line(request("getCamera", {"cameraId": 1}, id=None))[:-1],
    )
    refused = [one["error"]["code"] for one in answers if "error" in one]
    assert sorted(refused) == [PARSE_ERROR, INVALID_REQUEST, INVALID_REQUEST, INVALID_REQUEST]
    [batch] = [one for one in answers if isinstance(one, list)]
    assert [(one["id"], one["result"]["id"]) for one in batch] == [("b", 1)]
    [single] = [one for one in answers if "result" in one]
    assert (single["id"], single["result"]["id"]) == (None, 1)
    assert len(answers) == 6
    assert said.count(b"from Python") == said.count(b"past Python") == 4


def test_the_document_is_one_line() -> None:
    [answer], _ = run(line(request("rpc.discover", id=1)))
    assert answer["result"]["openrpc"]


def test_the_items_of_a_stream_name_their_call_and_the_response_ends_them() -> None:
    answers, _ = run(
        line(request("watchCamera", [2], id="a")),
        line(request("watchCamera", [7], id="b")),
        line(request("watchCamera", [1])),
    )
    for id, count in (("a", 2), ("b", 7)):
        own = [one for one in answers if id in (one.get("call"), one.get("id"))]
        *items, last = own
        assert [one["params"]["number"] for one in items] == [*range(count)]
        assert {one["method"] for one in items} == {"watchCamera"}
        assert last.get("id") == id
        assert ("error" in last) == (id == "b")
    assert len(answers) == 2 + 1 + 7 + 1


def test_calls_run_side_by_side_and_a_cancelled_one_says_so(pipes: Pipes) -> None:
    pipes.send(request("watchCamera", [0], id="a"), request("watchCamera", [0], id=1))
    pipes.send(request("getCamera", [1], id="b"))
    assert pipes.next()["id"] == "b"
    pipes.send(request("getCamera", [1], id="a"))
    assert pipes.next()["error"]["code"] == INVALID_REQUEST
    for params in ({"id": "none"}, {"id": []}, {"id": True}, ["a"], None, {"id": "a"}):
        pipes.send(request("$/cancelRequest", params))
    ended = pipes.next()
    assert (ended["id"], ended["error"]["code"]) == ("a", 1)
    pipes.send(request("getCamera", [1], id="a"))
    last = pipes.next()
    assert last["result"]["id"] == 1, last


def test_no_more_calls_run_than_are_allowed(pipes: Pipes) -> None:
    pipes.send(*(request("getCamera", [0], id=n) for n in range(4)))
    pipes.send(request("getCamera", [1], id=4), request("getCamera", [1]))
    pipes.send([request("getCamera", [1], id=5)])
    refused = [pipes.next() for _ in range(2)]
    assert [(one["id"], one["error"]["code"]) for one in refused] == [(4, 8), (None, 8)]
    assert pipes.process.stdin is not None
    pipes.process.stdin.close()
    # What runs when the input ends, and its grace is over.
    last = [pipes.next() for _ in range(4)]
    assert {one["error"]["data"]["code"] for one in last} == {"unavailable"}
    assert pipes.process.wait(30) == 0


def test_what_headers_would_say_stands_in_a_member_of_the_message(pipes: Pipes) -> None:
    soon = {"Request-Timeout-Ms": "1"}
    pipes.send(request("getCamera", [0], id=1, headers=soon))
    assert pipes.next()["error"]["data"]["code"] == "deadline_exceeded"
    pipes.send([request("getCamera", [0], id=1), request("getCamera", [1], id=2, headers=soon)])
    assert pipes.next()[0]["error"]["data"]["code"] == "deadline_exceeded"
    pipes.send(request("getCamera", [1], id=3, headers=[]))
    assert pipes.next()["result"]["id"] == 1


def test_a_client_that_reads_no_more_ends_the_server(pipes: Pipes) -> None:
    assert pipes.process.stdout is not None
    pipes.process.stdout.close()
    pipes.send(*(request("getCamera", [1], id=n) for n in range(3)))
    assert pipes.process.stdin is not None
    pipes.process.stdin.close()
    assert pipes.process.wait(30) == 0


def test_a_contract_with_auth_needs_a_principal() -> None:
    with pytest.raises(ValueError, match="pass principal="):
        asyncio.run(serve_accounts(object()))


def test_the_command_serves_on_stdio() -> None:
    command = [sys.executable, "-m", "generated.products", "serve", "tests.serving.shop:Shop"]
    done = subprocess.run(
        [*command, "--jsonrpc", "stdio"],
        cwd=ROOT,
        input=line(request("getProduct", ["0"], id=1)),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["result"]["name"] == "Shirt"
    assert done.stderr == b"jsonrpc at stdio\n"


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_a_foreign_program_calls_over_pipes() -> None:
    script = Path(__file__).with_name("stdio_client.mjs")
    done = subprocess.run(
        ["node", script, json.dumps(SERVER)], capture_output=True, timeout=60, check=True
    )
    told = json.loads(done.stdout)
    assert told["got"]["result"]["id"] == 3
    assert told["missing"]["error"]["data"]["error"] == "CameraNotFound"
    assert [(one["call"], one["params"]["number"]) for one in told["items"]] == [(3, 0), (3, 1)]
    assert told["watched"]["result"] is None
    assert [one["id"] for one in told["batch"]] == [4, 5]
    assert told["cancelled"]["error"]["code"] == 1
    assert told["status"] == 0
