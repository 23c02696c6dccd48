"""What travels in Cameras."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec

from .._support.values import OpenEnum, always


class Resolution(OpenEnum):
    HD = "HD"
    """1280 × 720."""
    FULL_HD = "FULL_HD"
    """1920 × 1080."""
    UHD = "UHD"
    """3840 × 2160."""


class Camera(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One camera on the network."""

    id: int
    name: str
    serial: str
    resolution: Resolution = always(Resolution.FULL_HD)
    position: Position | None = None
    labels: dict[str, str] = always({})
    pictures: int
    """How many it has taken since it was made."""
    temperature: float
    """In degrees Celsius."""
    thumbnail: bytes | None = None
    """The last picture, small."""


class Position(msgspec.Struct, kw_only=True):
    """Where a camera looks, in degrees."""

    pan: float
    tilt: float = 0.0


class Settings(msgspec.Struct, kw_only=True):
    """How a camera works; every camera has one set."""

    exposure: datetime.timedelta = datetime.timedelta(microseconds=20000)
    night_from: datetime.time = msgspec.field(
        default=datetime.time.fromisoformat("22:00:00"),
        name="nightFrom",
    )
    night_to: datetime.time = msgspec.field(
        default=datetime.time.fromisoformat("06:00:00"),
        name="nightTo",
    )
    gain: int = 12
    focus_areas: list[list[int]] = msgspec.field(
        default_factory=list,
        name="focusAreas",
    )
    filters: dict[str, list[float]] = msgspec.field(default_factory=dict)
    marks: dict[str, str | None] = msgspec.field(default_factory=dict)
    """Names for presets; null keeps a preset without a name."""
    vendor: Any
    """Whatever the maker offers besides."""


class Frame(msgspec.Struct, kw_only=True):
    """One picture of a stream."""

    number: int
    taken_at: datetime.datetime = msgspec.field(name="takenAt")
    jpeg: bytes


class Move(msgspec.Struct, kw_only=True):
    """A step for the motors."""

    pan: float = 0.0
    tilt: float = 0.0


class RegisterCameraRequest(msgspec.Struct, kw_only=True):
    """The input of RegisterCamera."""

    name: str
    serial: str
    resolution: Resolution = Resolution.FULL_HD
    position: Position | None = None
    labels: dict[str, str] = msgspec.field(default_factory=dict)


class GetCameraRequest(msgspec.Struct, kw_only=True):
    """The input of GetCamera."""

    camera_id: int = msgspec.field(name="cameraId")
    """The id of the camera."""


class ListCamerasRequest(msgspec.Struct, kw_only=True):
    """The input of ListCameras."""

    resolution: Resolution | None = None
    """Only those with this resolution."""
    page_size: int = msgspec.field(default=20, name="pageSize")
    """How many cameras to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class CameraPage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some cameras, and where to go on."""

    cameras: list[Camera]
    """The cameras of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; absent on the last one."""


class TakePictureRequest(msgspec.Struct, kw_only=True):
    """The input of TakePicture."""

    camera_id: int = msgspec.field(name="cameraId")
    """The id of the camera."""
    width: int = 1920
    flash: bool = False
    zoom: float = 1.0


class GetSettingsRequest(msgspec.Struct, kw_only=True):
    """The input of GetSettings."""

    camera_id: int = msgspec.field(name="cameraId")
    """The id of the camera."""


class ReplaceSettingsRequest(msgspec.Struct, kw_only=True):
    """The input of ReplaceSettings."""

    camera_id: int = msgspec.field(name="cameraId")
    """The id of the camera."""
    exposure: datetime.timedelta = datetime.timedelta(microseconds=20000)
    night_from: datetime.time = msgspec.field(
        default=datetime.time.fromisoformat("22:00:00"),
        name="nightFrom",
    )
    night_to: datetime.time = msgspec.field(
        default=datetime.time.fromisoformat("06:00:00"),
        name="nightTo",
    )
    gain: int = 12
    focus_areas: list[list[int]] = msgspec.field(
        default_factory=list,
        name="focusAreas",
    )
    filters: dict[str, list[float]] = msgspec.field(default_factory=dict)
    marks: dict[str, str | None] = msgspec.field(default_factory=dict)
    """Names for presets; null keeps a preset without a name."""
    vendor: Any
    """Whatever the maker offers besides."""


class WatchCameraRequest(msgspec.Struct, kw_only=True):
    """The input of WatchCamera."""

    camera_id: int = msgspec.field(name="cameraId")
    """The id of the camera."""
    max_rate: float = msgspec.field(default=5.0, name="maxRate")


class UploadFramesRequest(msgspec.Struct, kw_only=True):
    """The input of UploadFrames."""


class UploadFramesResult(msgspec.Struct, kw_only=True):
    """What UploadFrames gives back."""

    kept: int


class SteerCameraRequest(msgspec.Struct, kw_only=True):
    """The input of SteerCamera."""
