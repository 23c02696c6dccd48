"""Calls Cameras over gRPC, waiting or awaiting."""

import datetime
from collections.abc import AsyncIterator, Iterator
from typing import Any

from msgspec import UNSET, UnsetType

from ..._support import CallOptions
from ..._support.grpc.client import AsyncGrpcClient, SyncGrpcClient
from ..operations import (
    GET_CAMERA,
    GET_SETTINGS,
    LIST_CAMERAS,
    REGISTER_CAMERA,
    REPLACE_SETTINGS,
    STEER_CAMERA,
    TAKE_PICTURE,
    UPLOAD_FRAMES,
    WATCH_CAMERA,
)
from ..types import (
    Camera,
    CameraPage,
    Frame,
    Position,
    Resolution,
    Settings,
    UploadFramesResult,
)
from .binding import SERVICE


class Client(SyncGrpcClient):
    """Cameras over gRPC; every call waits."""

    _service = SERVICE

    def register_camera(
        self,
        *,
        name: str,
        serial: str,
        resolution: Resolution | UnsetType = UNSET,
        position: Position | None = None,
        labels: dict[str, str] | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Camera:
        """Put a camera on the network.

        Raises SerialTaken.
        """
        return self._call(
            REGISTER_CAMERA,
            {
                "name": name,
                "serial": serial,
                "resolution": resolution,
                "position": position,
                "labels": labels,
            },
            options,
        )

    def get_camera(
        self,
        *,
        camera_id: int,
        options: CallOptions | None = None,
    ) -> Camera:
        """Look up one camera.

        Raises CameraNotFound.
        """
        return self._call(
            GET_CAMERA,
            {
                "camera_id": camera_id,
            },
            options,
        )

    def list_cameras(
        self,
        *,
        resolution: Resolution | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> CameraPage:
        """All cameras on the network."""
        return self._call(
            LIST_CAMERAS,
            {
                "resolution": resolution,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_cameras(
        self,
        *,
        resolution: Resolution | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Camera]:
        """Every item of `list_cameras`, page after page."""
        return self._items(
            LIST_CAMERAS,
            {
                "resolution": resolution,
                "page_size": page_size,
            },
            options,
        )

    def take_picture(
        self,
        *,
        camera_id: int,
        width: int | UnsetType = UNSET,
        flash: bool | UnsetType = UNSET,
        zoom: float | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> bytes:
        """Take one picture, now.

        Raises CameraNotFound, CameraOffline.
        """
        return self._call(
            TAKE_PICTURE,
            {
                "camera_id": camera_id,
                "width": width,
                "flash": flash,
                "zoom": zoom,
            },
            options,
        )

    def get_settings(
        self,
        *,
        camera_id: int,
        options: CallOptions | None = None,
    ) -> Settings:
        """How a camera works at present.

        Raises CameraNotFound.
        """
        return self._call(
            GET_SETTINGS,
            {
                "camera_id": camera_id,
            },
            options,
        )

    def replace_settings(
        self,
        *,
        camera_id: int,
        exposure: datetime.timedelta | UnsetType = UNSET,
        night_from: datetime.time | UnsetType = UNSET,
        night_to: datetime.time | UnsetType = UNSET,
        gain: int | UnsetType = UNSET,
        focus_areas: list[list[int]] | UnsetType = UNSET,
        filters: dict[str, list[float]] | UnsetType = UNSET,
        marks: dict[str, str | None] | UnsetType = UNSET,
        vendor: Any,
        options: CallOptions | None = None,
    ) -> Settings:
        """Set everything at once; what is left out gets its default.

        Raises CameraNotFound.
        """
        return self._call(
            REPLACE_SETTINGS,
            {
                "camera_id": camera_id,
                "exposure": exposure,
                "night_from": night_from,
                "night_to": night_to,
                "gain": gain,
                "focus_areas": focus_areas,
                "filters": filters,
                "marks": marks,
                "vendor": vendor,
            },
            options,
        )

    def watch_camera(
        self,
        *,
        camera_id: int,
        max_rate: float | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Frame:
        """The live view, frame by frame.

        A stream, which is not offered here: calling it is `unimplemented`.

        Raises CameraNotFound, CameraOffline.
        """
        return self._call(
            WATCH_CAMERA,
            {
                "camera_id": camera_id,
                "max_rate": max_rate,
            },
            options,
        )

    def upload_frames(
        self,
        *,
        options: CallOptions | None = None,
    ) -> UploadFramesResult:
        """Hand in frames that were recorded while the network was down.

        A stream, which is not offered here: calling it is `unimplemented`.
        """
        return self._call(
            UPLOAD_FRAMES,
            {},
            options,
        )

    def steer_camera(
        self,
        *,
        options: CallOptions | None = None,
    ) -> Position:
        """Move the camera while watching where it looks.

        A stream, which is not offered here: calling it is `unimplemented`.
        """
        return self._call(
            STEER_CAMERA,
            {},
            options,
        )


class AsyncClient(AsyncGrpcClient):
    """Cameras over gRPC; calls are awaited."""

    _service = SERVICE

    async def register_camera(
        self,
        *,
        name: str,
        serial: str,
        resolution: Resolution | UnsetType = UNSET,
        position: Position | None = None,
        labels: dict[str, str] | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Camera:
        """Put a camera on the network.

        Raises SerialTaken.
        """
        return await self._call(
            REGISTER_CAMERA,
            {
                "name": name,
                "serial": serial,
                "resolution": resolution,
                "position": position,
                "labels": labels,
            },
            options,
        )

    async def get_camera(
        self,
        *,
        camera_id: int,
        options: CallOptions | None = None,
    ) -> Camera:
        """Look up one camera.

        Raises CameraNotFound.
        """
        return await self._call(
            GET_CAMERA,
            {
                "camera_id": camera_id,
            },
            options,
        )

    async def list_cameras(
        self,
        *,
        resolution: Resolution | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> CameraPage:
        """All cameras on the network."""
        return await self._call(
            LIST_CAMERAS,
            {
                "resolution": resolution,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_cameras(
        self,
        *,
        resolution: Resolution | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Camera]:
        """Every item of `list_cameras`, page after page."""
        return self._items(
            LIST_CAMERAS,
            {
                "resolution": resolution,
                "page_size": page_size,
            },
            options,
        )

    async def take_picture(
        self,
        *,
        camera_id: int,
        width: int | UnsetType = UNSET,
        flash: bool | UnsetType = UNSET,
        zoom: float | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> bytes:
        """Take one picture, now.

        Raises CameraNotFound, CameraOffline.
        """
        return await self._call(
            TAKE_PICTURE,
            {
                "camera_id": camera_id,
                "width": width,
                "flash": flash,
                "zoom": zoom,
            },
            options,
        )

    async def get_settings(
        self,
        *,
        camera_id: int,
        options: CallOptions | None = None,
    ) -> Settings:
        """How a camera works at present.

        Raises CameraNotFound.
        """
        return await self._call(
            GET_SETTINGS,
            {
                "camera_id": camera_id,
            },
            options,
        )

    async def replace_settings(
        self,
        *,
        camera_id: int,
        exposure: datetime.timedelta | UnsetType = UNSET,
        night_from: datetime.time | UnsetType = UNSET,
        night_to: datetime.time | UnsetType = UNSET,
        gain: int | UnsetType = UNSET,
        focus_areas: list[list[int]] | UnsetType = UNSET,
        filters: dict[str, list[float]] | UnsetType = UNSET,
        marks: dict[str, str | None] | UnsetType = UNSET,
        vendor: Any,
        options: CallOptions | None = None,
    ) -> Settings:
        """Set everything at once; what is left out gets its default.

        Raises CameraNotFound.
        """
        return await self._call(
            REPLACE_SETTINGS,
            {
                "camera_id": camera_id,
                "exposure": exposure,
                "night_from": night_from,
                "night_to": night_to,
                "gain": gain,
                "focus_areas": focus_areas,
                "filters": filters,
                "marks": marks,
                "vendor": vendor,
            },
            options,
        )

    async def watch_camera(
        self,
        *,
        camera_id: int,
        max_rate: float | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Frame:
        """The live view, frame by frame.

        A stream, which is not offered here: calling it is `unimplemented`.

        Raises CameraNotFound, CameraOffline.
        """
        return await self._call(
            WATCH_CAMERA,
            {
                "camera_id": camera_id,
                "max_rate": max_rate,
            },
            options,
        )

    async def upload_frames(
        self,
        *,
        options: CallOptions | None = None,
    ) -> UploadFramesResult:
        """Hand in frames that were recorded while the network was down.

        A stream, which is not offered here: calling it is `unimplemented`.
        """
        return await self._call(
            UPLOAD_FRAMES,
            {},
            options,
        )

    async def steer_camera(
        self,
        *,
        options: CallOptions | None = None,
    ) -> Position:
        """Move the camera while watching where it looks.

        A stream, which is not offered here: calling it is `unimplemented`.
        """
        return await self._call(
            STEER_CAMERA,
            {},
            options,
        )
