"""Playlists in memory, each with its tracks, each of those with its comments."""

import itertools
from collections.abc import Iterable, Sequence
from datetime import timedelta

from msgspec.structs import replace

from generated._support import UNSET, UnsetType, merge
from generated.playlists import (
    Comment,
    CommentPage,
    Item,
    Playlist,
    PlaylistFull,
    PlaylistNotFound,
    PlaylistPage,
    PositionOutOfRange,
    Track,
    TrackNotFound,
    TrackPage,
    Visibility,
)
from tests.behaviour.services.paging import cut, order

MAXIMUM = 5
LONGEST = timedelta(days=3_649_999)


class MusicBox:
    """Serves ``music.playlists.v1``."""

    def __init__(self) -> None:
        self._playlists: dict[str, Playlist] = {}
        self._tracks: dict[str, list[Track]] = {}
        self._comments: dict[int, list[Comment]] = {}
        self._ids = itertools.count(1)

    async def create_playlist(
        self,
        *,
        name: str,
        visibility: Visibility = Visibility.PRIVATE,
        cover: str | None = None,
        first_items: Sequence[Item] = (),
    ) -> Playlist:
        if len(first_items) > MAXIMUM:
            raise PlaylistFull(maximum=MAXIMUM)
        playlist_id = f"p-{next(self._ids)}"
        self._playlists[playlist_id] = Playlist(
            id=playlist_id,
            name=name,
            visibility=visibility,
            cover=cover,
            item_count=0,
            length=timedelta(0),
        )
        self._tracks[playlist_id] = []
        for item in first_items:
            await self.add_track(playlist_id=playlist_id, item=item)
        return self._playlists[playlist_id]

    async def get_playlist(self, *, playlist_id: str) -> Playlist:
        if playlist_id not in self._playlists:
            raise PlaylistNotFound(playlist_id=playlist_id)
        return self._playlists[playlist_id]

    async def list_playlists(
        self,
        *,
        name_prefix: str | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> PlaylistPage:
        found = [p for p in self._playlists.values() if p.name.startswith(name_prefix or "")]
        playlists, token = cut(order(found, order_by), page_size, page_token)
        return PlaylistPage(playlists=playlists, next_page_token=token)

    async def replace_playlist(
        self,
        *,
        playlist_id: str,
        name: str,
        visibility: Visibility = Visibility.PRIVATE,
        cover: str | None = None,
    ) -> Playlist:
        playlist = await self.get_playlist(playlist_id=playlist_id)
        self._playlists[playlist_id] = replace(
            playlist, name=name, visibility=visibility, cover=cover
        )
        return self._playlists[playlist_id]

    async def delete_playlist(self, *, playlist_id: str) -> None:
        await self.get_playlist(playlist_id=playlist_id)
        del self._playlists[playlist_id]
        del self._tracks[playlist_id]

    async def list_tracks(
        self, *, playlist_id: str, page_size: int = 100, page_token: str | None = None
    ) -> TrackPage:
        await self.get_playlist(playlist_id=playlist_id)
        tracks, token = cut(self._tracks[playlist_id], page_size, page_token)
        return TrackPage(tracks=tracks, next_page_token=token)

    async def add_track(
        self,
        *,
        playlist_id: str,
        item: Item,
        added_by: str | None = None,
        rating: float | None = None,
        position: int | None = None,
    ) -> Track:
        await self.get_playlist(playlist_id=playlist_id)
        tracks = self._tracks[playlist_id]
        if len(tracks) >= MAXIMUM:
            raise PlaylistFull(maximum=MAXIMUM)
        if position is not None and position > len(tracks):
            raise PositionOutOfRange(last=len(tracks))
        track = Track(id=next(self._ids), item=item, added_by=added_by, rating=rating, position=0)
        self._comments[track.id] = []
        tracks.insert(len(tracks) if position is None else position, track)
        self._count(playlist_id)
        return self._find(playlist_id, track.id)

    async def get_track(self, *, playlist_id: str, track_id: int) -> Track:
        await self.get_playlist(playlist_id=playlist_id)
        return self._find(playlist_id, track_id)

    async def rate_track(
        self, *, playlist_id: str, track_id: int, rating: float | UnsetType | None = UNSET
    ) -> Track:
        track = await self.get_track(playlist_id=playlist_id, track_id=track_id)
        tracks = self._tracks[playlist_id]
        tracks[track.position] = merge(track, rating=rating)
        return tracks[track.position]

    async def move_track(self, *, playlist_id: str, track_id: int, position: int) -> None:
        track = await self.get_track(playlist_id=playlist_id, track_id=track_id)
        tracks = self._tracks[playlist_id]
        if position >= len(tracks):
            raise PositionOutOfRange(last=len(tracks) - 1)
        tracks.remove(track)
        tracks.insert(position, track)
        self._count(playlist_id)

    async def remove_track(self, *, playlist_id: str, track_id: int) -> None:
        track = await self.get_track(playlist_id=playlist_id, track_id=track_id)
        self._tracks[playlist_id].remove(track)
        self._count(playlist_id)

    async def add_comment(
        self, *, playlist_id: str, track_id: int, text: str, at: timedelta | None = None
    ) -> Comment:
        self._find(playlist_id, track_id)
        comment = Comment(id=len(self._comments[track_id]) + 1, text=text, at=at)
        self._comments[track_id].append(comment)
        return comment

    async def list_comments(
        self,
        *,
        playlist_id: str,
        track_id: int,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> CommentPage:
        self._find(playlist_id, track_id)
        comments, token = cut(self._comments[track_id], page_size, page_token)
        return CommentPage(comments=comments, next_page_token=token)

    def _find(self, playlist_id: str, track_id: int) -> Track:
        for track in self._tracks.get(playlist_id, []):
            if track.id == track_id:
                return track
        raise TrackNotFound(playlist_id=playlist_id, track_id=track_id)

    def _count(self, playlist_id: str) -> None:
        tracks = self._tracks[playlist_id]
        tracks[:] = [replace(track, position=index) for index, track in enumerate(tracks)]
        self._playlists[playlist_id] = replace(
            self._playlists[playlist_id],
            item_count=len(tracks),
            length=_total(track.item.length for track in tracks),
        )


def _total(lengths: Iterable[timedelta]) -> timedelta:
    """The sum of lengths, or the longest one that can be written down."""
    return max(-LONGEST, min(sum(lengths, timedelta(0)), LONGEST))
