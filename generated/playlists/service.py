"""What Playlists offers, however it is reached."""

import datetime
from typing import Protocol

from msgspec import UNSET, UnsetType

from .types import (
    Comment,
    CommentPage,
    ItemInput,
    Playlist,
    PlaylistPage,
    Track,
    TrackPage,
    Visibility,
)


class Playlists(Protocol):
    """Playlists and what is on them."""

    async def create_playlist(
        self,
        *,
        name: str,
        visibility: Visibility = Visibility.PRIVATE,
        cover: str | None = None,
        first_items: list[ItemInput] = ...,
    ) -> Playlist:
        """Begin a playlist, empty or filled at once.

        Raises PlaylistFull.
        """
        ...

    async def get_playlist(
        self,
        *,
        playlist_id: str,
    ) -> Playlist:
        """Look up a playlist, without what is on it.

        Raises PlaylistNotFound.
        """
        ...

    async def list_playlists(
        self,
        *,
        name_prefix: str | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> PlaylistPage:
        """Playlists, by name or as they come."""
        ...

    async def replace_playlist(
        self,
        *,
        playlist_id: str,
        name: str,
        visibility: Visibility = Visibility.PRIVATE,
        cover: str | None = None,
    ) -> Playlist:
        """Describe a playlist anew; what is left out gets its default.

        Raises PlaylistNotFound.
        """
        ...

    async def delete_playlist(
        self,
        *,
        playlist_id: str,
    ) -> None:
        """Throw a playlist away, with what is on it.

        Raises PlaylistNotFound.
        """
        ...

    async def list_tracks(
        self,
        *,
        playlist_id: str,
        page_size: int = 100,
        page_token: str | None = None,
    ) -> TrackPage:
        """The contents of a playlist, in order.

        Raises PlaylistNotFound.
        """
        ...

    async def add_track(
        self,
        *,
        playlist_id: str,
        item: ItemInput,
        added_by: str | None = None,
        rating: float | None = None,
        position: int | None = None,
    ) -> Track:
        """Put something on a playlist, at its end unless told otherwise.

        Raises PlaylistNotFound, PlaylistFull, PositionOutOfRange.
        """
        ...

    async def get_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
    ) -> Track:
        """Look up one place on a playlist.

        Raises PlaylistNotFound, TrackNotFound.
        """
        ...

    async def rate_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        rating: float | UnsetType | None = UNSET,
    ) -> Track:
        """Rate a track, or take the rating back with null.

        Raises PlaylistNotFound, TrackNotFound.
        """
        ...

    async def move_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        position: int,
    ) -> None:
        """Put a track at another place.

        Raises PlaylistNotFound, TrackNotFound, PositionOutOfRange.
        """
        ...

    async def remove_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
    ) -> None:
        """Take a track off a playlist.

        Raises PlaylistNotFound, TrackNotFound.
        """
        ...

    async def add_comment(
        self,
        *,
        playlist_id: str,
        track_id: int,
        text: str,
        at: datetime.timedelta | None = None,
    ) -> Comment:
        """Say something about a track.

        Raises TrackNotFound.
        """
        ...

    async def list_comments(
        self,
        *,
        playlist_id: str,
        track_id: int,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> CommentPage:
        """What was said about a track.

        Raises TrackNotFound.
        """
        ...


class PlaylistsSync(Protocol):
    """`Playlists` for callers that wait: the same methods, as `def`."""

    def create_playlist(
        self,
        *,
        name: str,
        visibility: Visibility = Visibility.PRIVATE,
        cover: str | None = None,
        first_items: list[ItemInput] = ...,
    ) -> Playlist:
        """Begin a playlist, empty or filled at once.

        Raises PlaylistFull.
        """
        ...

    def get_playlist(
        self,
        *,
        playlist_id: str,
    ) -> Playlist:
        """Look up a playlist, without what is on it.

        Raises PlaylistNotFound.
        """
        ...

    def list_playlists(
        self,
        *,
        name_prefix: str | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> PlaylistPage:
        """Playlists, by name or as they come."""
        ...

    def replace_playlist(
        self,
        *,
        playlist_id: str,
        name: str,
        visibility: Visibility = Visibility.PRIVATE,
        cover: str | None = None,
    ) -> Playlist:
        """Describe a playlist anew; what is left out gets its default.

        Raises PlaylistNotFound.
        """
        ...

    def delete_playlist(
        self,
        *,
        playlist_id: str,
    ) -> None:
        """Throw a playlist away, with what is on it.

        Raises PlaylistNotFound.
        """
        ...

    def list_tracks(
        self,
        *,
        playlist_id: str,
        page_size: int = 100,
        page_token: str | None = None,
    ) -> TrackPage:
        """The contents of a playlist, in order.

        Raises PlaylistNotFound.
        """
        ...

    def add_track(
        self,
        *,
        playlist_id: str,
        item: ItemInput,
        added_by: str | None = None,
        rating: float | None = None,
        position: int | None = None,
    ) -> Track:
        """Put something on a playlist, at its end unless told otherwise.

        Raises PlaylistNotFound, PlaylistFull, PositionOutOfRange.
        """
        ...

    def get_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
    ) -> Track:
        """Look up one place on a playlist.

        Raises PlaylistNotFound, TrackNotFound.
        """
        ...

    def rate_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        rating: float | UnsetType | None = UNSET,
    ) -> Track:
        """Rate a track, or take the rating back with null.

        Raises PlaylistNotFound, TrackNotFound.
        """
        ...

    def move_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        position: int,
    ) -> None:
        """Put a track at another place.

        Raises PlaylistNotFound, TrackNotFound, PositionOutOfRange.
        """
        ...

    def remove_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
    ) -> None:
        """Take a track off a playlist.

        Raises PlaylistNotFound, TrackNotFound.
        """
        ...

    def add_comment(
        self,
        *,
        playlist_id: str,
        track_id: int,
        text: str,
        at: datetime.timedelta | None = None,
    ) -> Comment:
        """Say something about a track.

        Raises TrackNotFound.
        """
        ...

    def list_comments(
        self,
        *,
        playlist_id: str,
        track_id: int,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> CommentPage:
        """What was said about a track.

        Raises TrackNotFound.
        """
        ...
