"""What travels in Playlists."""

from __future__ import annotations

import datetime
from typing import TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from .._support.unions import Unknown
from .._support.values import OpenEnum, always


class Visibility(OpenEnum):
    """Who can see it."""

    PRIVATE = "Private"
    """Only its owner."""
    FRIENDS = "Friends"
    """Whom the owner knows.

    Deprecated: use Public.
    """
    PUBLIC = "Public"
    """Everybody."""


class Song(msgspec.Struct, kw_only=True, tag_field="type", tag="song"):
    """A piece of music."""

    title: str
    artists: list[str]
    length: datetime.timedelta
    explicit: bool = False


class Episode(msgspec.Struct, kw_only=True, tag_field="type", tag="episode"):
    """A part of a podcast."""

    title: str
    show: str
    published: datetime.date
    length: datetime.timedelta


class Playlist(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A list of things to play, in order."""

    id: str
    name: str
    visibility: Visibility = always(Visibility.PRIVATE)
    cover: str | None = None
    item_count: int = msgspec.field(name="itemCount")
    length: datetime.timedelta


class Track(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One place on a playlist."""

    id: int
    item: Item
    added_by: str | None = msgspec.field(default=None, name="addedBy")
    rating: float | None = None
    position: int


class Comment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a listener says about a track."""

    id: int
    text: str
    at: datetime.timedelta | None = None
    """Where in the track, from its beginning."""


class CreatePlaylistRequest(msgspec.Struct, kw_only=True):
    """The input of CreatePlaylist."""

    name: str
    visibility: Visibility = Visibility.PRIVATE
    cover: str | None = None
    first_items: list[ItemInput] = msgspec.field(
        default_factory=list,
        name="firstItems",
    )
    """What is on it from the start."""


class GetPlaylistRequest(msgspec.Struct, kw_only=True):
    """The input of GetPlaylist."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""


class ListPlaylistsRequest(msgspec.Struct, kw_only=True):
    """The input of ListPlaylists."""

    name_prefix: str | None = msgspec.field(default=None, name="namePrefix")
    order_by: str | None = msgspec.field(default=None, name="orderBy")
    """Fields in the order that counts, each with asc or desc: name desc."""
    page_size: int = msgspec.field(default=50, name="pageSize")
    """How many playlists to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class PlaylistPage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some playlists, and where to go on."""

    playlists: list[Playlist]
    """The playlists of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; absent on the last one."""


class ReplacePlaylistRequest(msgspec.Struct, kw_only=True):
    """The input of ReplacePlaylist."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    name: str
    visibility: Visibility = Visibility.PRIVATE
    cover: str | None = None


class DeletePlaylistRequest(msgspec.Struct, kw_only=True):
    """The input of DeletePlaylist."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""


class ListTracksRequest(msgspec.Struct, kw_only=True):
    """The input of ListTracks."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    page_size: int = msgspec.field(default=100, name="pageSize")
    """How many tracks to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class TrackPage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some tracks, and where to go on."""

    tracks: list[Track]
    """The tracks of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; absent on the last one."""


class AddTrackRequest(msgspec.Struct, kw_only=True):
    """The input of AddTrack."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    item: ItemInput
    added_by: str | None = msgspec.field(default=None, name="addedBy")
    rating: float | None = None
    position: int | None = None


class GetTrackRequest(msgspec.Struct, kw_only=True):
    """The input of GetTrack."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    track_id: int = msgspec.field(name="trackId")
    """The id of the track."""


class RateTrackRequest(msgspec.Struct, kw_only=True):
    """The input of RateTrack."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    track_id: int = msgspec.field(name="trackId")
    """The id of the track."""
    rating: float | UnsetType | None = UNSET


class MoveTrackRequest(msgspec.Struct, kw_only=True):
    """The input of MoveTrack."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    track_id: int = msgspec.field(name="trackId")
    """The id of the track."""
    position: int


class RemoveTrackRequest(msgspec.Struct, kw_only=True):
    """The input of RemoveTrack."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    track_id: int = msgspec.field(name="trackId")
    """The id of the track."""


class AddCommentRequest(msgspec.Struct, kw_only=True):
    """The input of AddComment."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    track_id: int = msgspec.field(name="trackId")
    """The id of the track."""
    text: str
    at: datetime.timedelta | None = None
    """Where in the track, from its beginning."""


class ListCommentsRequest(msgspec.Struct, kw_only=True):
    """The input of ListComments."""

    playlist_id: str = msgspec.field(name="playlistId")
    """The id of the playlist."""
    track_id: int = msgspec.field(name="trackId")
    """The id of the track."""
    page_size: int = msgspec.field(default=50, name="pageSize")
    """How many comments to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class CommentPage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some comments, and where to go on."""

    comments: list[Comment]
    """The comments of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; absent on the last one."""


ItemInput: TypeAlias = Song | Episode
"""What a caller gives for Item."""

Item: TypeAlias = Song | Episode | Unknown
"""What can be played."""
