"""A process that serves on standard input and output, and prints what it likes."""

import asyncio
import os

from generated._support import UNCHECKED
from generated.cameras import Camera
from generated.cameras.jsonrpc.server import serve_stdio
from tests.support.hub import Hub


class Talkative(Hub):
    """Prints, also past Python."""

    async def get_camera(self, *, camera_id: int) -> Camera:
        print("from Python")
        os.write(1, b"past Python\n")
        return await super().get_camera(camera_id=camera_id)


if __name__ == "__main__":
    asyncio.run(serve_stdio(Talkative(), principal=UNCHECKED, max_calls=4, max_batch=3, grace=0.2))
