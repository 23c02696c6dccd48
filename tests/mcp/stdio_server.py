"""A process that serves on standard input and output, and prints what it likes."""

import asyncio
import os
import subprocess
import sys

from generated._support import UNCHECKED
from generated.cameras import Camera
from generated.cameras.mcp.server import serve_stdio
from tests.support.hub import Hub


class Talkative(Hub):
    """Prints, also past Python, and reads what is not there."""

    async def get_camera(self, *, camera_id: int) -> Camera:
        print("from Python")
        os.write(1, b"past Python\n")
        subprocess.run([sys.executable, "-c", "print('from a child')"], check=True)
        assert sys.stdin.read() == ""
        return await super().get_camera(camera_id=camera_id)


if __name__ == "__main__":
    asyncio.run(serve_stdio(Talkative(), principal=UNCHECKED))
    if len(sys.argv) > 1:
        print(*sys.argv[1:])
