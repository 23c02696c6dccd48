"""A service of cameras that watches itself."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from generated._support import current_call
from generated.cameras import Camera, CameraNotFound, CamerasService, Frame


class Hub(CamerasService):
    """Frames until the camera's number; camera 0 has none, and does not end."""

    def __init__(self) -> None:
        self.ended = 0
        self.watched = asyncio.Event()
        self.call: Any = None

    async def get_camera(self, *, camera_id: int) -> Camera:
        self.call = current_call()
        if camera_id == 7:
            raise CameraNotFound("No such camera.", camera_id=camera_id)
        if camera_id == 8:
            raise RuntimeError("the password is 1234")
        if camera_id == 0:
            await self._forever()
        return Camera(
            id=camera_id,
            name="Door",
            serial="CAM-0042",
            resolution="FULL_HD",
            labels={},
            pictures=0,
            temperature=21.5,
        )

    async def take_picture(self, *, camera_id: int, **_: object) -> bytes:
        return b"jpeg" * camera_id

    async def watch_camera(self, *, camera_id: int, **_: object) -> AsyncIterator[Frame]:
        try:
            for number in range(camera_id):
                at = datetime(2026, 11, 29, 10, tzinfo=UTC)
                yield Frame(number=number, taken_at=at, jpeg=b"\xff")
            if camera_id == 7:
                raise CameraNotFound("It is gone.", camera_id=camera_id)
            if camera_id == 0:
                await self._forever()
        finally:
            self.ended += 1

    async def _forever(self) -> None:
        self.watched.set()
        await asyncio.Event().wait()
