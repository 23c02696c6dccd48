"""Cameras on a network. Take a picture, watch the live view, and steer."""

from .errors import CameraNotFound, CameraOffline, SerialTaken
from .service import Cameras, CamerasSync
from .serving import serve
from .types import (
    Camera,
    CameraPage,
    Frame,
    Move,
    Position,
    Resolution,
    Settings,
    UploadFramesResult,
)

__all__ = [
    "Camera",
    "CameraNotFound",
    "CameraOffline",
    "CameraPage",
    "Cameras",
    "CamerasSync",
    "Frame",
    "Move",
    "Position",
    "Resolution",
    "SerialTaken",
    "Settings",
    "UploadFramesResult",
    "serve",
]
