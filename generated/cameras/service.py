"""What Cameras offers, however it is reached."""

import datetime
from typing import Any, Protocol

from .types import (
    Camera,
    CameraPage,
    Frame,
    Position,
    Resolution,
    Settings,
    UploadFramesResult,
)


class Cameras(Protocol):
    """Cameras on a network. Take a picture, watch the live view, and steer."""

    async def register_camera(
        self,
        *,
        name: str,
        serial: str,
        resolution: Resolution = Resolution.FULL_HD,
        position: Position | None = None,
        labels: dict[str, str] = ...,
    ) -> Camera:
        """Put a camera on the network.

        Raises SerialTaken.
        """
        ...

    async def get_camera(
        self,
        *,
        camera_id: int,
    ) -> Camera:
        """Look up one camera.

        Raises CameraNotFound.
        """
        ...

    async def list_cameras(
        self,
        *,
        resolution: Resolution | None = None,
        page_size: int = 20,
        page_token: str | None = None,
    ) -> CameraPage:
        """All cameras on the network."""
        ...

    async def take_picture(
        self,
        *,
        camera_id: int,
        width: int = 1920,
        flash: bool = False,
        zoom: float = 1.0,
    ) -> bytes:
        """Take one picture, now.

        Raises CameraNotFound, CameraOffline.
        """
        ...

    async def get_settings(
        self,
        *,
        camera_id: int,
    ) -> Settings:
        """How a camera works at present.

        Raises CameraNotFound.
        """
        ...

    async def replace_settings(
        self,
        *,
        camera_id: int,
        exposure: datetime.timedelta = ...,
        night_from: datetime.time = ...,
        night_to: datetime.time = ...,
        gain: int = 12,
        focus_areas: list[list[int]] = ...,
        filters: dict[str, list[float]] = ...,
        marks: dict[str, str | None] = ...,
        vendor: Any,
    ) -> Settings:
        """Set everything at once; what is left out gets its default.

        Raises CameraNotFound.
        """
        ...

    async def watch_camera(
        self,
        *,
        camera_id: int,
        max_rate: float = 5.0,
    ) -> Frame:
        """The live view, frame by frame.

        A stream, which is not offered here: calling it is `unimplemented`.

        Raises CameraNotFound, CameraOffline.
        """
        ...

    async def upload_frames(
        self,
    ) -> UploadFramesResult:
        """Hand in frames that were recorded while the network was down.

        A stream, which is not offered here: calling it is `unimplemented`.
        """
        ...

    async def steer_camera(
        self,
    ) -> Position:
        """Move the camera while watching where it looks.

        A stream, which is not offered here: calling it is `unimplemented`.
        """
        ...


class CamerasSync(Protocol):
    """`Cameras` for callers that wait: the same methods, as `def`."""

    def register_camera(
        self,
        *,
        name: str,
        serial: str,
        resolution: Resolution = Resolution.FULL_HD,
        position: Position | None = None,
        labels: dict[str, str] = ...,
    ) -> Camera:
        """Put a camera on the network.

        Raises SerialTaken.
        """
        ...

    def get_camera(
        self,
        *,
        camera_id: int,
    ) -> Camera:
        """Look up one camera.

        Raises CameraNotFound.
        """
        ...

    def list_cameras(
        self,
        *,
        resolution: Resolution | None = None,
        page_size: int = 20,
        page_token: str | None = None,
    ) -> CameraPage:
        """All cameras on the network."""
        ...

    def take_picture(
        self,
        *,
        camera_id: int,
        width: int = 1920,
        flash: bool = False,
        zoom: float = 1.0,
    ) -> bytes:
        """Take one picture, now.

        Raises CameraNotFound, CameraOffline.
        """
        ...

    def get_settings(
        self,
        *,
        camera_id: int,
    ) -> Settings:
        """How a camera works at present.

        Raises CameraNotFound.
        """
        ...

    def replace_settings(
        self,
        *,
        camera_id: int,
        exposure: datetime.timedelta = ...,
        night_from: datetime.time = ...,
        night_to: datetime.time = ...,
        gain: int = 12,
        focus_areas: list[list[int]] = ...,
        filters: dict[str, list[float]] = ...,
        marks: dict[str, str | None] = ...,
        vendor: Any,
    ) -> Settings:
        """Set everything at once; what is left out gets its default.

        Raises CameraNotFound.
        """
        ...

    def watch_camera(
        self,
        *,
        camera_id: int,
        max_rate: float = 5.0,
    ) -> Frame:
        """The live view, frame by frame.

        A stream, which is not offered here: calling it is `unimplemented`.

        Raises CameraNotFound, CameraOffline.
        """
        ...

    def upload_frames(
        self,
    ) -> UploadFramesResult:
        """Hand in frames that were recorded while the network was down.

        A stream, which is not offered here: calling it is `unimplemented`.
        """
        ...

    def steer_camera(
        self,
    ) -> Position:
        """Move the camera while watching where it looks.

        A stream, which is not offered here: calling it is `unimplemented`.
        """
        ...
