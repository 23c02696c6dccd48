"""How Playlists travels over gRPC: rpcs, messages, enum numbers."""

from ..._support.grpc.method import Method, Service, beside
from .. import errors, operations, types

SERVICE = Service(
    "music.playlists.v1.PlaylistsService",
    Method(
        name="CreatePlaylist",
        operation=operations.CREATE_PLAYLIST,
        result="playlist",
    ),
    Method(
        name="GetPlaylist",
        operation=operations.GET_PLAYLIST,
        result="playlist",
    ),
    Method(
        name="ListPlaylists",
        operation=operations.LIST_PLAYLISTS,
    ),
    Method(
        name="ReplacePlaylist",
        operation=operations.REPLACE_PLAYLIST,
        result="playlist",
    ),
    Method(
        name="DeletePlaylist",
        operation=operations.DELETE_PLAYLIST,
    ),
    Method(
        name="ListTracks",
        operation=operations.LIST_TRACKS,
    ),
    Method(
        name="AddTrack",
        operation=operations.ADD_TRACK,
        result="track",
    ),
    Method(
        name="GetTrack",
        operation=operations.GET_TRACK,
        result="track",
    ),
    Method(
        name="RateTrack",
        operation=operations.RATE_TRACK,
        result="track",
    ),
    Method(
        name="MoveToPosition",
        operation=operations.MOVE_TRACK,
    ),
    Method(
        name="RemoveTrack",
        operation=operations.REMOVE_TRACK,
    ),
    Method(
        name="AddComment",
        operation=operations.ADD_COMMENT,
        result="comment",
    ),
    Method(
        name="ListComments",
        operation=operations.LIST_COMMENTS,
    ),
    descriptor=beside(__name__, "descriptor.binpb"),
    enums={
        types.Visibility: {
            "Private": 1,
            "Friends": 3,
            "Public": 2,
        },
    },
    reasons={
        errors.PlaylistNotFound: "PLAYLIST_NOT_FOUND",
        errors.TrackNotFound: "TRACK_NOT_FOUND",
        errors.PlaylistFull: "PLAYLIST_FULL",
        errors.PositionOutOfRange: "POSITION_OUT_OF_RANGE",
    },
)
