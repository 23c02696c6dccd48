"""Streams of every kind, in every style that carries them, with async and with sync clients.

Run it from the root of the repository: ``python examples/streams.py``
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from datetime import UTC, datetime
from itertools import islice

from generated._support import UNCHECKED
from generated._support.serve import serving
from generated.cameras import (
    CameraNotFound,
    CamerasClient,
    CamerasClientSync,
    CamerasService,
    Frame,
    Move,
    Position,
    UploadFramesResult,
)
from generated.cameras.grpc import client as grpc
from generated.cameras.jsonrpc import client as jsonrpc
from generated.cameras.rest import client as rest
from generated.cameras.serving import HOSTS

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Hub(CamerasService):
    """One camera, number 42."""

    async def watch_camera(self, *, camera_id: int, max_rate: float = 5) -> AsyncIterator[Frame]:
        """The live view: it goes on for as long as somebody looks."""
        if camera_id != 42:
            raise CameraNotFound(camera_id=camera_id)
        number = 0
        while True:
            yield Frame(number=number, taken_at=NOON, jpeg=b"\xff\xd8")
            number += 1
            await asyncio.sleep(0.01 / max_rate)

    async def upload_frames(self, *, frames: AsyncIterable[Frame]) -> UploadFramesResult:
        """Take each frame as it comes."""
        kept = 0
        async for _ in frames:
            kept += 1
        return UploadFramesResult(kept=kept)

    async def steer_camera(self, *, moves: AsyncIterable[Move]) -> AsyncIterator[Position]:
        """Say where the camera looks after each move."""
        pan = 0.0
        async for move in moves:
            pan += move.pan
            yield Position(pan=pan)


def frames() -> Iterator[Frame]:
    """What was recorded meanwhile."""
    for number in range(3):
        yield Frame(number=number, taken_at=NOON, jpeg=b"\xff\xd8")


def moves() -> Iterator[Move]:
    """Three steps to the right."""
    for _ in range(3):
        yield Move(pan=1.5)


async def look(client: CamerasClient, *, both: bool) -> str:
    """Every kind of stream, through an async client."""
    seen = []
    watching = client.watch_camera(camera_id=42)
    async for frame in watching:
        seen.append(frame.number)
        if len(seen) == 3:
            break
    await watching.aclose()  # ends the method of the service
    try:
        async for _ in client.watch_camera(camera_id=7):
            pass
    except CameraNotFound as error:
        missing = error.camera_id
    if not both:
        return f"saw {seen}, no camera {missing}"
    kept = (await client.upload_frames(frames=frames())).kept
    pans = [position.pan async for position in client.steer_camera(moves=moves())]
    return f"saw {seen}, no camera {missing}, kept {kept}, looked to {pans}"


def look_sync(client: CamerasClientSync, *, both: bool) -> str:
    """The same through a sync client."""
    watching = client.watch_camera(camera_id=42)
    seen = [frame.number for frame in islice(watching, 3)]
    watching.close()
    if not both:
        return f"saw {seen}"
    kept = client.upload_frames(frames=frames()).kept
    pans = [position.pan for position in client.steer_camera(moves=moves())]
    return f"saw {seen}, kept {kept}, looked to {pans}"


async def main() -> None:
    """Serve, and look from everywhere."""
    addresses = {"rest": "127.0.0.1:0", "grpc": "127.0.0.1:0", "jsonrpc": "127.0.0.1:0"}
    async with serving(
        "generated.cameras.serving", HOSTS, Hub(), addresses, authenticate=UNCHECKED
    ) as targets:
        for name, module in (("rest", rest), ("grpc", grpc), ("jsonrpc", jsonrpc)):
            both = name != "jsonrpc"  # which has no place for a client's stream
            async with module.AsyncClient(targets[name]) as client:
                print(f"{name}, async: {await look(client, both=both)}")
            with module.Client(targets[name]) as waiting:
                print(f"{name}, sync: {await asyncio.to_thread(look_sync, waiting, both=both)}")


if __name__ == "__main__":
    asyncio.run(main())
