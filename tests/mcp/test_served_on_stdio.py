"""``serve --mcp stdio``: the command that an agent starts, beside the other styles."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.serving.process import ROOT


@pytest.fixture
def process() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "generated.products", "serve", "tests.serving.shop:Shop"]
    pipe = subprocess.PIPE
    started = subprocess.Popen(
        [*command, "--mcp", "stdio", "--rest", "127.0.0.1:0", "--access-log", "--grace", "20"],
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    watchdog = threading.Timer(100, started.kill)
    watchdog.start()
    try:
        yield started
    finally:
        watchdog.cancel()
        started.kill()
        started.communicate()


def call(id: int, product_id: str) -> str:
    params = {"name": "get_product", "arguments": {"productId": product_id}}
    message = {"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}
    return json.dumps(message) + "\n"


HELLO: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def test_tools_are_called_until_the_input_ends(process: "subprocess.Popen[str]") -> None:
    out, err = process.communicate(json.dumps(HELLO) + "\n" + call(1, "0"))
    answers = {answer["id"]: answer["result"] for answer in map(json.loads, out.splitlines())}
    assert answers[1]["structuredContent"]["name"] == "Shirt"
    assert process.returncode == 0
    lines = err.splitlines()
    assert lines[0].startswith("rest at http://")
    assert lines[1] == "mcp at stdio"
    assert json.loads(lines[2])["style"] == "mcp"


def test_a_call_that_runs_when_it_is_told_to_stop_is_answered(
    process: "subprocess.Popen[str]",
) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(HELLO) + "\n" + call(1, "2"))
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == 0
    process.stdin.write(call(2, "0"))  # once it is answered, the first one runs
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == 2
    process.send_signal(signal.SIGTERM)
    assert json.loads(process.stdout.readline())["result"]["structuredContent"]["name"] == "Shirt"
    assert process.wait(30) == 0
