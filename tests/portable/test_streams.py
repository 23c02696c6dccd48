"""grpc-go has streams of all kinds with a generated server, from the emitted .proto."""

import asyncio
import datetime
import json
import shutil
from collections.abc import AsyncIterator
from typing import Any

from generated._support import UNCHECKED
from generated.cameras import errors, types
from generated.cameras.grpc.server import create_server
from tests.portable.generators import PROGRAMS, TOOLS
from tests.portable.toolbox import fresh, go, run

PROGRAM = "grpc-go-streams"
NOW = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)


class Cameras:
    """Streams of all kinds."""

    async def watch_camera(self, *, camera_id: int, max_rate: float) -> AsyncIterator[types.Frame]:
        """Three frames; of a camera that is not there only two."""
        for number in range(3):
            if camera_id == 404 and number == 2:
                raise errors.CameraNotFound(f"No camera at {max_rate}.", camera_id=camera_id)
            yield types.Frame(number=number, taken_at=NOW, jpeg=b"x")

    async def upload_frames(
        self, *, frames: AsyncIterator[types.Frame]
    ) -> types.UploadFramesResult:
        """Keep all."""
        return types.UploadFramesResult(kept=len([frame async for frame in frames]))

    async def steer_camera(
        self, *, moves: AsyncIterator[types.Move]
    ) -> AsyncIterator[types.Position]:
        """Where it looks after each step."""
        async for move in moves:
            yield types.Position(pan=move.pan)


def test_grpc_go_has_streams_of_all_kinds() -> None:
    TOOLS["protoc-gen-go"]("cameras", fresh("protoc-gen-go", "cameras"))
    package = go() / "clients" / PROGRAM
    package.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PROGRAMS / f"{PROGRAM}.go", package / "main.go")

    async def call() -> str:
        service: Any = Cameras()
        server = create_server(service, authenticate=UNCHECKED)
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        target = f"127.0.0.1:{port}"
        try:
            return await asyncio.to_thread(
                run, "go", "run", f"./clients/{PROGRAM}", target, cwd=go()
            )
        finally:
            await server.stop(0)

    assert json.loads(asyncio.run(call())) == {
        "kept": 3,
        "pans": [0, 1, 2],
        "ended": True,
        "numbers": [0, 1, 2],
        "failed": [[0, 1], "CAMERA_NOT_FOUND"],
        "invalid": ["frame", "item 0: is required"],
    }
