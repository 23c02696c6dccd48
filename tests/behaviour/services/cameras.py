"""Cameras that see only what was put in front of them by a test."""

import itertools
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from msgspec.structs import replace

from generated.cameras import (
    Camera,
    CameraNotFound,
    CameraOffline,
    CameraPage,
    Position,
    Resolution,
    SerialTaken,
    Settings,
)
from tests.behaviour.services.paging import cut


class CameraHub:
    """Serves ``devices.cameras.v1``, except for its streams."""

    def __init__(self) -> None:
        self._cameras: dict[int, Camera] = {}
        self._settings: dict[int, Settings] = {}
        self._ids = itertools.count(1)

    async def register_camera(
        self,
        *,
        name: str,
        serial: str,
        resolution: Resolution = Resolution.FULL_HD,
        position: Position | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> Camera:
        for known in self._cameras.values():
            if known.serial == serial:
                raise SerialTaken(serial=serial, camera_id=known.id)
        camera = Camera(
            id=next(self._ids),
            name=name,
            serial=serial,
            resolution=resolution,
            position=position,
            labels=dict(labels or {}),
            pictures=0,
            temperature=21.5,
            thumbnail=None,
        )
        self._cameras[camera.id] = camera
        self._settings[camera.id] = Settings(vendor=None)
        return camera

    async def get_camera(self, *, camera_id: int) -> Camera:
        if camera_id not in self._cameras:
            raise CameraNotFound(camera_id=camera_id)
        return self._cameras[camera_id]

    async def list_cameras(
        self,
        *,
        resolution: Resolution | None = None,
        page_size: int = 20,
        page_token: str | None = None,
    ) -> CameraPage:
        found = [c for c in self._cameras.values() if resolution in (None, c.resolution)]
        cameras, token = cut(found, page_size, page_token)
        return CameraPage(cameras=cameras, next_page_token=token)

    async def take_picture(
        self, *, camera_id: int, width: int = 1920, flash: bool = False, zoom: float = 1
    ) -> bytes:
        camera = await self.get_camera(camera_id=camera_id)
        if camera.labels.get("power") == "off":
            raise CameraOffline(last_seen=datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
        picture = b"\xff\xd8\xff" + struct.pack(">I?f", width, flash, zoom) + bytes(range(256))
        self._cameras[camera_id] = replace(
            camera, pictures=camera.pictures + 1, thumbnail=picture[:8]
        )
        return picture

    async def get_settings(self, *, camera_id: int) -> Settings:
        await self.get_camera(camera_id=camera_id)
        return self._settings[camera_id]

    async def replace_settings(
        self,
        *,
        camera_id: int,
        exposure: timedelta = timedelta(milliseconds=20),
        night_from: time = time(22),
        night_to: time = time(6),
        gain: int = 12,
        focus_areas: Sequence[Sequence[int]] = (),
        filters: Mapping[str, Sequence[float]] | None = None,
        marks: Mapping[str, str | None] | None = None,
        vendor: Any,
    ) -> Settings:
        await self.get_camera(camera_id=camera_id)
        self._settings[camera_id] = Settings(
            exposure=exposure,
            night_from=night_from,
            night_to=night_to,
            gain=gain,
            focus_areas=[list(area) for area in focus_areas],
            filters={name: list(values) for name, values in (filters or {}).items()},
            marks=dict(marks or {}),
            vendor=vendor,
        )
        return self._settings[camera_id]
