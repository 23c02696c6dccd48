"""The operations of Playlists: what goes in and comes out."""

from .._support.operation import Operation
from .._support.schema import Schema
from .errors import PlaylistFull, PlaylistNotFound, PositionOutOfRange, TrackNotFound
from .types import (
    AddCommentRequest,
    AddTrackRequest,
    Comment,
    CommentPage,
    CreatePlaylistRequest,
    DeletePlaylistRequest,
    GetPlaylistRequest,
    GetTrackRequest,
    ListCommentsRequest,
    ListPlaylistsRequest,
    ListTracksRequest,
    MoveTrackRequest,
    Playlist,
    PlaylistPage,
    RateTrackRequest,
    RemoveTrackRequest,
    ReplacePlaylistRequest,
    Track,
    TrackPage,
)

SCHEMA = Schema(beside=__name__)

CREATE_PLAYLIST = Operation[Playlist](
    name="CreatePlaylist",
    method="create_playlist",
    schema=SCHEMA,
    request=CreatePlaylistRequest,
    response=Playlist,
    errors=(PlaylistFull,),
)

GET_PLAYLIST = Operation[Playlist](
    name="GetPlaylist",
    method="get_playlist",
    schema=SCHEMA,
    request=GetPlaylistRequest,
    response=Playlist,
    errors=(PlaylistNotFound,),
    safe=True,
    idempotent=True,
)

LIST_PLAYLISTS = Operation[PlaylistPage](
    name="ListPlaylists",
    method="list_playlists",
    schema=SCHEMA,
    request=ListPlaylistsRequest,
    response=PlaylistPage,
    safe=True,
    idempotent=True,
    items="playlists",
)

REPLACE_PLAYLIST = Operation[Playlist](
    name="ReplacePlaylist",
    method="replace_playlist",
    schema=SCHEMA,
    request=ReplacePlaylistRequest,
    response=Playlist,
    errors=(PlaylistNotFound,),
    idempotent=True,
)

DELETE_PLAYLIST = Operation[None](
    name="DeletePlaylist",
    method="delete_playlist",
    schema=SCHEMA,
    request=DeletePlaylistRequest,
    response=None,
    errors=(PlaylistNotFound,),
    idempotent=True,
)

LIST_TRACKS = Operation[TrackPage](
    name="ListTracks",
    method="list_tracks",
    schema=SCHEMA,
    request=ListTracksRequest,
    response=TrackPage,
    errors=(PlaylistNotFound,),
    safe=True,
    idempotent=True,
    items="tracks",
)

ADD_TRACK = Operation[Track](
    name="AddTrack",
    method="add_track",
    schema=SCHEMA,
    request=AddTrackRequest,
    response=Track,
    errors=(PlaylistNotFound, PlaylistFull, PositionOutOfRange),
)

GET_TRACK = Operation[Track](
    name="GetTrack",
    method="get_track",
    schema=SCHEMA,
    request=GetTrackRequest,
    response=Track,
    errors=(PlaylistNotFound, TrackNotFound),
    safe=True,
    idempotent=True,
)

RATE_TRACK = Operation[Track](
    name="RateTrack",
    method="rate_track",
    schema=SCHEMA,
    request=RateTrackRequest,
    response=Track,
    errors=(PlaylistNotFound, TrackNotFound),
    idempotent=True,
)

MOVE_TRACK = Operation[None](
    name="MoveTrack",
    method="move_track",
    schema=SCHEMA,
    request=MoveTrackRequest,
    response=None,
    errors=(PlaylistNotFound, TrackNotFound, PositionOutOfRange),
    idempotent=True,
)

REMOVE_TRACK = Operation[None](
    name="RemoveTrack",
    method="remove_track",
    schema=SCHEMA,
    request=RemoveTrackRequest,
    response=None,
    errors=(PlaylistNotFound, TrackNotFound),
    idempotent=True,
)

ADD_COMMENT = Operation[Comment](
    name="AddComment",
    method="add_comment",
    schema=SCHEMA,
    request=AddCommentRequest,
    response=Comment,
    errors=(TrackNotFound,),
)

LIST_COMMENTS = Operation[CommentPage](
    name="ListComments",
    method="list_comments",
    schema=SCHEMA,
    request=ListCommentsRequest,
    response=CommentPage,
    errors=(TrackNotFound,),
    safe=True,
    idempotent=True,
    items="comments",
)

OPERATIONS = (
    CREATE_PLAYLIST,
    GET_PLAYLIST,
    LIST_PLAYLISTS,
    REPLACE_PLAYLIST,
    DELETE_PLAYLIST,
    LIST_TRACKS,
    ADD_TRACK,
    GET_TRACK,
    RATE_TRACK,
    MOVE_TRACK,
    REMOVE_TRACK,
    ADD_COMMENT,
    LIST_COMMENTS,
)
