"""Prints what an item of a stream costs a generated gRPC server beside one written by hand.

Both run on grpc.aio and uvloop; the one by hand is what protoc's stubs are made for: it takes
messages and gives messages, checks nothing, and converts nothing. Frames have a picture of 1 KiB.

Run: python -m tests.bench.grpc_streams
"""

import asyncio
import datetime
import importlib
import itertools
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from statistics import median
from typing import Any

import grpc
import grpc.aio
import uvloop

from tests.bench.grpc_server import Server, compile_stubs, running, serve
from tests.bench.ratios import Costs, print_ratios

PROTO = "devices/cameras/v1/cameras.proto"
PREFIX = "/devices.cameras.v1.CameraHubService/"
WANTED = "wanted 1.5"
ROUNDS = 10
ITEMS = 1000
PICTURE = b"x" * 1024
SECONDS = 1795339800


def generated_server() -> grpc.aio.Server:
    """The generated server around a service whose items are ready."""
    from generated._support import UNCHECKED
    from generated.cameras import types
    from generated.cameras.grpc.server import create_server

    now = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
    frame = types.Frame(number=7, taken_at=now, jpeg=PICTURE)
    position = types.Position(pan=1.5, tilt=2.5)

    class Cameras:
        async def watch_camera(self, *, camera_id: int, max_rate: float) -> AsyncIterator[Any]:  # noqa: ARG002
            for _ in range(ITEMS):
                yield frame

        async def upload_frames(self, *, frames: AsyncIterator[Any]) -> Any:
            kept = 0
            async for _ in frames:
                kept += 1
            return types.UploadFramesResult(kept=kept)

        async def steer_camera(self, *, moves: AsyncIterator[Any]) -> AsyncIterator[Any]:
            async for _ in moves:
                yield position

    service: Any = Cameras()
    return create_server(service, authenticate=UNCHECKED)


def handwritten_server(stubs: str) -> grpc.aio.Server:
    """A server on the classes that protoc generates."""
    sys.path.insert(0, stubs)
    pb: Any = importlib.import_module("devices.cameras.v1.cameras_pb2")
    pb_grpc: Any = importlib.import_module("devices.cameras.v1.cameras_pb2_grpc")

    class Cameras(pb_grpc.CameraHubServiceServicer):  # type: ignore[misc]
        async def WatchCamera(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
            for _ in range(ITEMS):
                response = pb.WatchCameraResponse()
                response.frame.number = 7
                response.frame.taken_at.seconds = SECONDS
                response.frame.jpeg = PICTURE
                yield response

        async def UploadFrames(self, requests: Any, context: Any) -> Any:  # noqa: ARG002, N802
            kept = 0
            async for _ in requests:
                kept += 1
            return pb.UploadFramesResponse(kept=kept)

        async def SteerCamera(self, requests: Any, context: Any) -> Any:  # noqa: ARG002, N802
            async for _ in requests:
                response = pb.SteerCameraResponse()
                response.position.pan = 1.5
                response.position.tilt = 2.5
                yield response

    server = grpc.aio.server()
    pb_grpc.add_CameraHubServiceServicer_to_server(Cameras(), server)
    return server


async def started(stubs: str) -> None:
    """Make a server where its loop runs, and serve."""
    await serve(handwritten_server(stubs) if stubs else generated_server())


async def load(port: int, method: str, body: bytes, items: int) -> None:
    """Make one call with so many messages, and read all that comes back."""
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        call: Any = channel.stream_stream(PREFIX + method)(itertools.repeat(body, items))
        async for _ in call:
            pass


def requests(stubs: str) -> dict[str, tuple[str, bytes, int]]:
    """What is asked: the method, a message, and how many of them."""
    sys.path.insert(0, stubs)
    pb: Any = importlib.import_module("devices.cameras.v1.cameras_pb2")
    frame = pb.UploadFramesRequest()
    frame.frame.number = 7
    frame.frame.taken_at.seconds = SECONDS
    frame.frame.jpeg = PICTURE
    move = pb.SteerCameraRequest()
    move.move.pan = 1.5
    watch = pb.WatchCameraRequest(camera_id=1)
    return {
        "an item back": ("WatchCamera", watch.SerializeToString(), 1),
        "an item in": ("UploadFrames", frame.SerializeToString(), ITEMS),
        "both ways": ("SteerCamera", move.SerializeToString(), ITEMS),
    }


async def cost(server: Server, method: str, body: bytes, items: int) -> float:
    """The CPU seconds of one item."""
    start = server.clock()
    await load(server.port, method, body, items)
    return (server.clock() - start) / ITEMS


def over_loopback() -> Costs:
    """CPU seconds per item of each server, which take turns: what disturbs disturbs both."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        compile_stubs(folder, "cameras", PROTO)
        servers = {
            name: stack.enter_context(running(stubs, "tests.bench.grpc_streams"))
            for name, stubs in {"by hand": folder, "generated": ""}.items()
        }
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
            for asked, request in requests(folder).items():
                costs: dict[str, list[float]] = {name: [] for name in servers}
                for _, (name, server) in itertools.product(range(ROUNDS), servers.items()):
                    costs[name].append(loop.run(cost(server, *request)))
                yield asked, {name: median(found[1:]) for name, found in costs.items()}


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        uvloop.run(started(sys.argv[2]))
    else:
        print_ratios({"grpc.aio": over_loopback}, ["by hand"])
        print(WANTED)
