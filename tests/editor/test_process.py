"""The process of ``gen lsp``: what it writes, and how it ends."""

import json
import subprocess
import sys
from typing import Any

import pytest

LONG = 60.0  # seconds after which something hangs
COMMAND = "import sys; sys.argv[0] = 'gen'; from generator.cli import main; main()"


def message(method: str, number: int | None = None, **params: Any) -> bytes:
    content: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params or None}
    if number is not None:
        content["id"] = number
    body = json.dumps(content).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def answers(output: bytes) -> list[dict[str, Any]]:
    """The messages of an output; an error for whatever is none."""
    found = []
    while output:
        head, blank, rest = output.partition(b"\r\n\r\n")
        assert blank, output
        length = int(head.partition(b"Content-Length: ")[2].split(b"\r\n")[0])
        found.append(json.loads(rest[:length]))
        output = rest[length:]
    return found


@pytest.mark.parametrize("shutdown", [True, False])
def test_it_ends_when_it_is_told_to_though_its_input_is_open(shutdown: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "lsp", "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(message("initialize", 1, capabilities={}))
        process.stdin.write(message("initialized"))
        if shutdown:
            process.stdin.write(message("shutdown", 2))
        process.stdin.write(message("exit"))
        process.stdin.flush()
        output = process.stdout.read()
        assert process.wait(LONG) == (0 if shutdown else 1)
    assert [one["id"] for one in answers(output)] == ([1, 2] if shutdown else [1])


def test_it_ends_when_its_client_is_gone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "lsp"],
        input=message("initialize", 1, capabilities={}),
        capture_output=True,
        timeout=LONG,
        check=False,
    )
    assert [one["id"] for one in answers(done.stdout)] == [1]
