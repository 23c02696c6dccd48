"""What can go wrong in Playlists."""

from typing import ClassVar

from .._support import Code, ServiceError
from .._support.values import Int32, Int64


class PlaylistNotFound(ServiceError):
    """Playlist not found."""

    code = Code.NOT_FOUND
    members: ClassVar[dict[str, str]] = {
        "playlist_id": "playlistId",
    }

    playlist_id: str

    def __init__(
        self,
        message: str = "Playlist not found.",
        *,
        playlist_id: str,
    ) -> None:
        super().__init__(message)
        self.playlist_id = playlist_id


class TrackNotFound(ServiceError):
    """Track not found."""

    code = Code.NOT_FOUND
    members: ClassVar[dict[str, str]] = {
        "playlist_id": "playlistId",
        "track_id": "trackId",
    }

    playlist_id: str
    track_id: Int64

    def __init__(
        self,
        message: str = "Track not found.",
        *,
        playlist_id: str,
        track_id: int,
    ) -> None:
        super().__init__(message)
        self.playlist_id = playlist_id
        self.track_id = track_id


class PlaylistFull(ServiceError):
    """No more fits on this playlist."""

    code = Code.RESOURCE_EXHAUSTED
    members: ClassVar[dict[str, str]] = {
        "maximum": "maximum",
    }

    maximum: Int32

    def __init__(
        self,
        message: str = "No more fits on this playlist.",
        *,
        maximum: int,
    ) -> None:
        super().__init__(message)
        self.maximum = maximum


class PositionOutOfRange(ServiceError):
    """Position out of range."""

    code = Code.OUT_OF_RANGE
    members: ClassVar[dict[str, str]] = {
        "last": "last",
    }

    last: Int32

    def __init__(
        self,
        message: str = "Position out of range.",
        *,
        last: int,
    ) -> None:
        super().__init__(message)
        self.last = last
