"""Playlists and what is on them."""

from .errors import PlaylistFull, PlaylistNotFound, PositionOutOfRange, TrackNotFound
from .service import Playlists, PlaylistsSync
from .serving import serve
from .types import (
    Comment,
    CommentPage,
    Episode,
    Item,
    ItemInput,
    Playlist,
    PlaylistPage,
    Song,
    Track,
    TrackPage,
    Visibility,
)

__all__ = [
    "Comment",
    "CommentPage",
    "Episode",
    "Item",
    "ItemInput",
    "Playlist",
    "PlaylistFull",
    "PlaylistNotFound",
    "PlaylistPage",
    "Playlists",
    "PlaylistsSync",
    "PositionOutOfRange",
    "Song",
    "Track",
    "TrackNotFound",
    "TrackPage",
    "Visibility",
    "serve",
]
