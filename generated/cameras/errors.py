"""What can go wrong in Cameras."""

import datetime
from typing import ClassVar

from .._support import Code, ServiceError
from .._support.values import UInt32


class CameraNotFound(ServiceError):
    """Camera not found."""

    code = Code.NOT_FOUND
    members: ClassVar[dict[str, str]] = {
        "camera_id": "cameraId",
    }

    camera_id: UInt32

    def __init__(
        self,
        message: str = "Camera not found.",
        *,
        camera_id: int,
    ) -> None:
        super().__init__(message)
        self.camera_id = camera_id


class CameraOffline(ServiceError):
    """The camera does not answer."""

    code = Code.UNAVAILABLE
    members: ClassVar[dict[str, str]] = {
        "last_seen": "lastSeen",
    }

    last_seen: datetime.datetime | None

    def __init__(
        self,
        message: str = "The camera does not answer.",
        *,
        last_seen: datetime.datetime | None = None,
    ) -> None:
        super().__init__(message)
        self.last_seen = last_seen


class SerialTaken(ServiceError):
    """Serial taken."""

    code = Code.ALREADY_EXISTS
    members: ClassVar[dict[str, str]] = {
        "serial": "serial",
        "camera_id": "cameraId",
    }

    serial: str
    camera_id: UInt32

    def __init__(
        self,
        message: str = "Serial taken.",
        *,
        serial: str,
        camera_id: int,
    ) -> None:
        super().__init__(message)
        self.serial = serial
        self.camera_id = camera_id
