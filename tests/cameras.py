"""A service of cameras for foreign clients: what a call shows is told by the id of its camera."""

import asyncio
import datetime
from collections.abc import AsyncIterator
from typing import Any

from generated.cameras import errors, types

NOW = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)
MISSING = 404
# Of a camera that takes longer than anybody waits.
SLOW = 408


class Cameras:
    """Serves every operation of the contract."""

    async def register_camera(self, *, serial: str, **given: Any) -> types.Camera:
        """What was given; one serial is taken."""
        if serial == "CAM-0042":
            raise errors.SerialTaken("Taken.", serial=serial, camera_id=1)
        return types.Camera(id=43, serial=serial, pictures=0, temperature=0.5, **given)

    async def get_camera(self, *, camera_id: int) -> types.Camera:
        """A camera; more pictures than a number of JavaScript can count."""
        if camera_id == MISSING:
            raise errors.CameraNotFound("No such camera.", camera_id=camera_id)
        return types.Camera(
            id=camera_id,
            name="Front door",
            serial="CAM-0042",
            labels={"floor": "ground"},
            pictures=2**53 + 1,
            temperature=21.5,
        )

    async def list_cameras(self, *, page_size: int, **_: Any) -> types.CameraPage:
        """One, and there are more."""
        camera = await self.get_camera(camera_id=page_size)
        return types.CameraPage(cameras=[camera], next_page_token="2")

    async def take_picture(self, *, camera_id: int, zoom: float, **_: Any) -> bytes:
        """What was asked for, as text."""
        if camera_id == SLOW:
            await asyncio.Event().wait()
        return f"{camera_id} at {zoom}".encode()

    async def get_settings(self, *, camera_id: int) -> types.Settings:
        """Something of every kind."""
        if camera_id == MISSING:
            raise errors.CameraNotFound("No such camera.", camera_id=camera_id)
        return types.Settings(
            focus_areas=[[1, 2], []],
            filters={"blur": [0.5, -1.0]},
            marks={"door": "Front", "gate": None},
            vendor={"mode": "night", "levels": [1, None, True]},
        )

    async def replace_settings(self, **given: Any) -> types.Settings:
        """What was given."""
        del given["camera_id"]
        return types.Settings(**given)

    async def watch_camera(self, *, camera_id: int, max_rate: float) -> AsyncIterator[types.Frame]:
        """Three frames; of a camera that is not there only two."""
        for number in range(3):
            if camera_id == MISSING and number == 2:
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
