"""grpc-go has streams of all kinds with a generated server, from the emitted .proto."""

import asyncio
import json
import shutil
from typing import Any

from generated._support import UNCHECKED
from generated.cameras.grpc.server import create_server
from tests.cameras import Cameras
from tests.portable.generators import PROGRAMS, TOOLS
from tests.portable.toolbox import fresh, go, run

PROGRAM = "grpc-go-streams"


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
