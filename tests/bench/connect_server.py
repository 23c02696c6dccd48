"""Prints what a call over Connect costs its server beside the same call of the gRPC server.

Both are generated, and answer from constants: Connect under uvicorn over HTTP/1.1, with messages
in protobuf and in JSON, gRPC on grpc.aio; both on uvloop.

Run: python -m tests.bench.connect_server
"""

import asyncio
import itertools
import sys

import uvloop

from generated.products import operations
from generated.products.connect.binding import SERVICE
from generated.products.connect.server import create_app
from tests.bench import grpc_server
from tests.bench.jsonrpc_server import IN_FLIGHT, Products, running, serve
from tests.bench.jsonrpc_server import Server as HttpServer
from tests.bench.ratios import Costs, print_ratios

WANTED = "wanted 0.35 in protobuf, 0.5 in JSON"
ROUNDS = 10
CALLS = 480

REQUESTS = {
    "get one": (operations.GET_PRODUCT, b'{"productId":"123"}'),
    "post one": (
        operations.ADD_PRODUCT,
        b'{"name":"T-Shirt","price":"22.00","category":"CATEGORY_CLOTHES","tags":["new"]}',
    ),
    "list of 50": (operations.LIST_PRODUCTS, b'{"pageSize":50}'),
}


def http(asked: str, codec: str) -> bytes:
    """A request as a client of Connect sends it."""
    operation, text = REQUESTS[asked]
    body = text if codec == "json" else grpc_server.REQUESTS[asked][1]
    head = (
        f"POST {SERVICE.path(operation)} HTTP/1.1\r\nhost: 127.0.0.1:8080\r\n"
        f"content-type: application/{codec}\r\nconnect-protocol-version: 1\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def taken(server: HttpServer, request: bytes) -> float:
    """The CPU seconds of one call over HTTP."""
    start = server.clock()
    for _ in range(CALLS // IN_FLIGHT):
        server.ask(request)
    return (server.clock() - start) / CALLS


def over_loopback(codec: str) -> Costs:
    """CPU seconds per call of each server, which take turns."""
    runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    with running("connect", __spec__.name) as ours, grpc_server.running("") as grpc, runner as loop:
        loop.run(grpc_server.warm_up({"grpc": grpc}))
        for asked, request in grpc_server.REQUESTS.items():
            costs = {"generated": float("inf"), "grpc": float("inf")}
            for _ in itertools.repeat(None, ROUNDS):
                mine = taken(ours, http(asked, codec))
                theirs = loop.run(grpc_server.cost(grpc, *request))
                costs["generated"] = min(costs["generated"], mine)
                costs["grpc"] = min(costs["grpc"], theirs)
            yield asked, costs


if __name__ == "__main__":
    if sys.argv[1:2] == ["connect"]:
        serve(create_app(Products()))
    else:
        print_ratios(
            {codec: lambda codec=codec: over_loopback(codec) for codec in ("proto", "json")},
            ["grpc"],
        )
        print(WANTED)
