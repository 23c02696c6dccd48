"""Prints what a generated MCP server costs beside the official SDK's, for the same calls.

Both answer with structured content and the same as text, check the arguments, and run under
uvicorn with uvloop. The SDK's server is written as its users write one: functions with types.

Run: python -m tests.bench.mcp_server PYTHON, where PYTHON is that of an environment with
`mcp>=2.3`, uvicorn, uvloop and httptools.
"""

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generated.products.mcp.server import create_app
from tests.bench import jsonrpc_server
from tests.bench.jsonrpc_server import IN_FLIGHT, REQUESTS, ROOT, ROUNDS, Products, Server
from tests.bench.ratios import Costs, print_ratios

WANTED = "wanted 0.3"
PEER = Path(__file__).with_name("mcp_peer.py")
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "get one": ("get_product", {"productId": "123"}),
    "post one": ("add_product", {"name": "T-Shirt", "price": "22.00", "category": "Clothes"}),
    "list of 50": ("list_products", {"pageSize": 50}),
}


# The SDK names arguments as Python does.
SPELLED = {"productId": "product_id", "pageSize": "page_size"}


def request(tool: str, arguments: dict[str, Any]) -> bytes:
    """A call of 2026-07-28 as HTTP has it."""
    params = {"name": tool, "arguments": arguments, "_meta": META}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    body = json.dumps(message, separators=(",", ":")).encode()
    head = (
        "POST /mcp HTTP/1.1\r\nhost: 127.0.0.1:8000\r\ncontent-type: application/json\r\n"
        "accept: application/json, text/event-stream\r\nmcp-protocol-version: 2026-07-28\r\n"
        f"mcp-method: tools/call\r\nmcp-name: {tool}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@contextmanager
def running(*command: str) -> Iterator[Server]:
    """A server in a process of its own, and connections to it."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        server = Server(int(process.stdout.readline()))
        yield server
        server.close()
    finally:
        process.terminate()
        process.wait()


def costs(python: str) -> Costs:
    """CPU seconds per request of either server, by what is asked."""
    own = (sys.executable, "-m", "tests.bench.mcp_server", "--serve")
    with running(*own) as generated, running(python, str(PEER)) as official:
        servers = {"official": official, "generated": generated}
        for asked, call in CALLS.items():
            tool, given = call
            theirs = {SPELLED.get(name, name): value for name, value in given.items()}
            texts = {"generated": request(tool, given), "official": request(tool, theirs)}
            found = {name: float("inf") for name in servers}
            for _, (name, server) in itertools.product(range(ROUNDS), servers.items()):
                start = server.clock()
                for _ in range(REQUESTS // IN_FLIGHT):
                    server.ask(texts[name])
                found[name] = min(found[name], (server.clock() - start) / REQUESTS)
            yield asked, found


def main(argument: str) -> None:
    """Measure and print, or serve."""
    if argument == "--serve":
        jsonrpc_server.serve(create_app(Products()))
        return
    print_ratios({"uvicorn": lambda: costs(argument)}, ["official"])
    print(f"official: {WANTED}")


if __name__ == "__main__":
    main(*sys.argv[1:])
