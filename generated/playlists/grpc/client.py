"""Calls Playlists over gRPC, waiting or awaiting."""

import datetime
from collections.abc import AsyncIterator, Iterator

from msgspec import UNSET, UnsetType

from ..._support import CallOptions
from ..._support.grpc.client import AsyncGrpcClient, SyncGrpcClient
from ..operations import (
    ADD_COMMENT,
    ADD_TRACK,
    CREATE_PLAYLIST,
    DELETE_PLAYLIST,
    GET_PLAYLIST,
    GET_TRACK,
    LIST_COMMENTS,
    LIST_PLAYLISTS,
    LIST_TRACKS,
    MOVE_TRACK,
    RATE_TRACK,
    REMOVE_TRACK,
    REPLACE_PLAYLIST,
)
from ..types import (
    Comment,
    CommentPage,
    ItemInput,
    Playlist,
    PlaylistPage,
    Track,
    TrackPage,
    Visibility,
)
from .binding import SERVICE


class Client(SyncGrpcClient):
    """Playlists over gRPC; every call waits."""

    _service = SERVICE

    def create_playlist(
        self,
        *,
        name: str,
        visibility: Visibility | UnsetType = UNSET,
        cover: str | None = None,
        first_items: list[ItemInput] | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Playlist:
        """Begin a playlist, empty or filled at once.

        Raises PlaylistFull.
        """
        return self._call(
            CREATE_PLAYLIST,
            {
                "name": name,
                "visibility": visibility,
                "cover": cover,
                "first_items": first_items,
            },
            options,
        )

    def get_playlist(
        self,
        *,
        playlist_id: str,
        options: CallOptions | None = None,
    ) -> Playlist:
        """Look up a playlist, without what is on it.

        Raises PlaylistNotFound.
        """
        return self._call(
            GET_PLAYLIST,
            {
                "playlist_id": playlist_id,
            },
            options,
        )

    def list_playlists(
        self,
        *,
        name_prefix: str | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> PlaylistPage:
        """Playlists, by name or as they come."""
        return self._call(
            LIST_PLAYLISTS,
            {
                "name_prefix": name_prefix,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_playlists(
        self,
        *,
        name_prefix: str | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Playlist]:
        """Every item of `list_playlists`, page after page."""
        return self._items(
            LIST_PLAYLISTS,
            {
                "name_prefix": name_prefix,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

    def replace_playlist(
        self,
        *,
        playlist_id: str,
        name: str,
        visibility: Visibility | UnsetType = UNSET,
        cover: str | None = None,
        options: CallOptions | None = None,
    ) -> Playlist:
        """Describe a playlist anew; what is left out gets its default.

        Raises PlaylistNotFound.
        """
        return self._call(
            REPLACE_PLAYLIST,
            {
                "playlist_id": playlist_id,
                "name": name,
                "visibility": visibility,
                "cover": cover,
            },
            options,
        )

    def delete_playlist(
        self,
        *,
        playlist_id: str,
        options: CallOptions | None = None,
    ) -> None:
        """Throw a playlist away, with what is on it.

        Raises PlaylistNotFound.
        """
        self._call(
            DELETE_PLAYLIST,
            {
                "playlist_id": playlist_id,
            },
            options,
        )

    def list_tracks(
        self,
        *,
        playlist_id: str,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> TrackPage:
        """The contents of a playlist, in order.

        Raises PlaylistNotFound.
        """
        return self._call(
            LIST_TRACKS,
            {
                "playlist_id": playlist_id,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_tracks(
        self,
        *,
        playlist_id: str,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Track]:
        """Every item of `list_tracks`, page after page."""
        return self._items(
            LIST_TRACKS,
            {
                "playlist_id": playlist_id,
                "page_size": page_size,
            },
            options,
        )

    def add_track(
        self,
        *,
        playlist_id: str,
        item: ItemInput,
        added_by: str | None = None,
        rating: float | None = None,
        position: int | None = None,
        options: CallOptions | None = None,
    ) -> Track:
        """Put something on a playlist, at its end unless told otherwise.

        Raises PlaylistNotFound, PlaylistFull, PositionOutOfRange.
        """
        return self._call(
            ADD_TRACK,
            {
                "playlist_id": playlist_id,
                "item": item,
                "added_by": added_by,
                "rating": rating,
                "position": position,
            },
            options,
        )

    def get_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        options: CallOptions | None = None,
    ) -> Track:
        """Look up one place on a playlist.

        Raises PlaylistNotFound, TrackNotFound.
        """
        return self._call(
            GET_TRACK,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
            },
            options,
        )

    def rate_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        rating: float | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> Track:
        """Rate a track, or take the rating back with null.

        Raises PlaylistNotFound, TrackNotFound.
        """
        return self._call(
            RATE_TRACK,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "rating": rating,
            },
            options,
        )

    def move_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        position: int,
        options: CallOptions | None = None,
    ) -> None:
        """Put a track at another place.

        Raises PlaylistNotFound, TrackNotFound, PositionOutOfRange.
        """
        self._call(
            MOVE_TRACK,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "position": position,
            },
            options,
        )

    def remove_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        options: CallOptions | None = None,
    ) -> None:
        """Take a track off a playlist.

        Raises PlaylistNotFound, TrackNotFound.
        """
        self._call(
            REMOVE_TRACK,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
            },
            options,
        )

    def add_comment(
        self,
        *,
        playlist_id: str,
        track_id: int,
        text: str,
        at: datetime.timedelta | None = None,
        options: CallOptions | None = None,
    ) -> Comment:
        """Say something about a track.

        Raises TrackNotFound.
        """
        return self._call(
            ADD_COMMENT,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "text": text,
                "at": at,
            },
            options,
        )

    def list_comments(
        self,
        *,
        playlist_id: str,
        track_id: int,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> CommentPage:
        """What was said about a track.

        Raises TrackNotFound.
        """
        return self._call(
            LIST_COMMENTS,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_comments(
        self,
        *,
        playlist_id: str,
        track_id: int,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Comment]:
        """Every item of `list_comments`, page after page."""
        return self._items(
            LIST_COMMENTS,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "page_size": page_size,
            },
            options,
        )


class AsyncClient(AsyncGrpcClient):
    """Playlists over gRPC; calls are awaited."""

    _service = SERVICE

    async def create_playlist(
        self,
        *,
        name: str,
        visibility: Visibility | UnsetType = UNSET,
        cover: str | None = None,
        first_items: list[ItemInput] | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Playlist:
        """Begin a playlist, empty or filled at once.

        Raises PlaylistFull.
        """
        return await self._call(
            CREATE_PLAYLIST,
            {
                "name": name,
                "visibility": visibility,
                "cover": cover,
                "first_items": first_items,
            },
            options,
        )

    async def get_playlist(
        self,
        *,
        playlist_id: str,
        options: CallOptions | None = None,
    ) -> Playlist:
        """Look up a playlist, without what is on it.

        Raises PlaylistNotFound.
        """
        return await self._call(
            GET_PLAYLIST,
            {
                "playlist_id": playlist_id,
            },
            options,
        )

    async def list_playlists(
        self,
        *,
        name_prefix: str | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> PlaylistPage:
        """Playlists, by name or as they come."""
        return await self._call(
            LIST_PLAYLISTS,
            {
                "name_prefix": name_prefix,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_playlists(
        self,
        *,
        name_prefix: str | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Playlist]:
        """Every item of `list_playlists`, page after page."""
        return self._items(
            LIST_PLAYLISTS,
            {
                "name_prefix": name_prefix,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

    async def replace_playlist(
        self,
        *,
        playlist_id: str,
        name: str,
        visibility: Visibility | UnsetType = UNSET,
        cover: str | None = None,
        options: CallOptions | None = None,
    ) -> Playlist:
        """Describe a playlist anew; what is left out gets its default.

        Raises PlaylistNotFound.
        """
        return await self._call(
            REPLACE_PLAYLIST,
            {
                "playlist_id": playlist_id,
                "name": name,
                "visibility": visibility,
                "cover": cover,
            },
            options,
        )

    async def delete_playlist(
        self,
        *,
        playlist_id: str,
        options: CallOptions | None = None,
    ) -> None:
        """Throw a playlist away, with what is on it.

        Raises PlaylistNotFound.
        """
        await self._call(
            DELETE_PLAYLIST,
            {
                "playlist_id": playlist_id,
            },
            options,
        )

    async def list_tracks(
        self,
        *,
        playlist_id: str,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> TrackPage:
        """The contents of a playlist, in order.

        Raises PlaylistNotFound.
        """
        return await self._call(
            LIST_TRACKS,
            {
                "playlist_id": playlist_id,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_tracks(
        self,
        *,
        playlist_id: str,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Track]:
        """Every item of `list_tracks`, page after page."""
        return self._items(
            LIST_TRACKS,
            {
                "playlist_id": playlist_id,
                "page_size": page_size,
            },
            options,
        )

    async def add_track(
        self,
        *,
        playlist_id: str,
        item: ItemInput,
        added_by: str | None = None,
        rating: float | None = None,
        position: int | None = None,
        options: CallOptions | None = None,
    ) -> Track:
        """Put something on a playlist, at its end unless told otherwise.

        Raises PlaylistNotFound, PlaylistFull, PositionOutOfRange.
        """
        return await self._call(
            ADD_TRACK,
            {
                "playlist_id": playlist_id,
                "item": item,
                "added_by": added_by,
                "rating": rating,
                "position": position,
            },
            options,
        )

    async def get_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        options: CallOptions | None = None,
    ) -> Track:
        """Look up one place on a playlist.

        Raises PlaylistNotFound, TrackNotFound.
        """
        return await self._call(
            GET_TRACK,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
            },
            options,
        )

    async def rate_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        rating: float | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> Track:
        """Rate a track, or take the rating back with null.

        Raises PlaylistNotFound, TrackNotFound.
        """
        return await self._call(
            RATE_TRACK,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "rating": rating,
            },
            options,
        )

    async def move_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        position: int,
        options: CallOptions | None = None,
    ) -> None:
        """Put a track at another place.

        Raises PlaylistNotFound, TrackNotFound, PositionOutOfRange.
        """
        await self._call(
            MOVE_TRACK,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "position": position,
            },
            options,
        )

    async def remove_track(
        self,
        *,
        playlist_id: str,
        track_id: int,
        options: CallOptions | None = None,
    ) -> None:
        """Take a track off a playlist.

        Raises PlaylistNotFound, TrackNotFound.
        """
        await self._call(
            REMOVE_TRACK,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
            },
            options,
        )

    async def add_comment(
        self,
        *,
        playlist_id: str,
        track_id: int,
        text: str,
        at: datetime.timedelta | None = None,
        options: CallOptions | None = None,
    ) -> Comment:
        """Say something about a track.

        Raises TrackNotFound.
        """
        return await self._call(
            ADD_COMMENT,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "text": text,
                "at": at,
            },
            options,
        )

    async def list_comments(
        self,
        *,
        playlist_id: str,
        track_id: int,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> CommentPage:
        """What was said about a track.

        Raises TrackNotFound.
        """
        return await self._call(
            LIST_COMMENTS,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_comments(
        self,
        *,
        playlist_id: str,
        track_id: int,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Comment]:
        """Every item of `list_comments`, page after page."""
        return self._items(
            LIST_COMMENTS,
            {
                "playlist_id": playlist_id,
                "track_id": track_id,
                "page_size": page_size,
            },
            options,
        )
