"""How Playlists travels over REST: methods, paths, places, statuses."""

from ..._support.rest.route import Binding, Body, Parameter, ProblemType, Route
from .. import errors, operations

BINDING = Binding(
    routes=(
        Route(
            operation=operations.CREATE_PLAYLIST,
            method="POST",
            path="/playlists",
            status=201,
            body=Body(members=("name", "visibility", "cover", "firstItems")),
            location="/playlists/{id}",
        ),
        Route(
            operation=operations.GET_PLAYLIST,
            method="GET",
            path="/playlists/{playlist_id}",
            parameters=(
                Parameter(
                    name="playlist_id",
                    place="path",
                    member="playlistId",
                ),
            ),
        ),
        Route(
            operation=operations.LIST_PLAYLISTS,
            method="GET",
            path="/playlists",
            parameters=(
                Parameter(name="namePrefix", place="query", member="namePrefix"),
                Parameter(name="orderBy", place="query", member="orderBy"),
                Parameter(
                    name="pageSize",
                    place="query",
                    member="pageSize",
                    kind="number",
                ),
                Parameter(name="pageToken", place="query", member="pageToken"),
            ),
            next_page="pageToken",
        ),
        Route(
            operation=operations.REPLACE_PLAYLIST,
            method="PUT",
            path="/playlists/{playlist_id}",
            parameters=(
                Parameter(
                    name="playlist_id",
                    place="path",
                    member="playlistId",
                ),
            ),
            body=Body(members=("name", "visibility", "cover")),
        ),
        Route(
            operation=operations.DELETE_PLAYLIST,
            method="DELETE",
            path="/playlists/{playlist_id}",
            status=204,
            parameters=(
                Parameter(
                    name="playlist_id",
                    place="path",
                    member="playlistId",
                ),
            ),
        ),
        Route(
            operation=operations.LIST_TRACKS,
            method="GET",
            path="/playlists/{playlist_id}/tracks",
            parameters=(
                Parameter(name="playlist_id", place="path", member="playlistId"),
                Parameter(
                    name="pageSize",
                    place="query",
                    member="pageSize",
                    kind="number",
                ),
                Parameter(name="pageToken", place="query", member="pageToken"),
            ),
            next_page="pageToken",
        ),
        Route(
            operation=operations.ADD_TRACK,
            method="POST",
            path="/playlists/{playlist_id}/tracks",
            status=201,
            parameters=(
                Parameter(
                    name="playlist_id",
                    place="path",
                    member="playlistId",
                ),
            ),
            body=Body(members=("item", "addedBy", "rating", "position")),
            location="/playlists/{playlist_id}/tracks/{id}",
        ),
        Route(
            operation=operations.GET_TRACK,
            method="GET",
            path="/playlists/{playlist_id}/tracks/{track_id}",
            parameters=(
                Parameter(name="playlist_id", place="path", member="playlistId"),
                Parameter(
                    name="track_id",
                    place="path",
                    member="trackId",
                    kind="number",
                ),
            ),
        ),
        Route(
            operation=operations.RATE_TRACK,
            method="PATCH",
            path="/playlists/{playlist_id}/tracks/{track_id}",
            parameters=(
                Parameter(name="playlist_id", place="path", member="playlistId"),
                Parameter(
                    name="track_id",
                    place="path",
                    member="trackId",
                    kind="number",
                ),
            ),
            body=Body(members=("rating",), patch=True),
        ),
        Route(
            operation=operations.MOVE_TRACK,
            method="POST",
            path="/playlists/{playlist_id}/tracks/{track_id}:move",
            status=204,
            parameters=(
                Parameter(name="playlist_id", place="path", member="playlistId"),
                Parameter(
                    name="track_id",
                    place="path",
                    member="trackId",
                    kind="number",
                ),
            ),
            body=Body(members=("position",)),
        ),
        Route(
            operation=operations.REMOVE_TRACK,
            method="DELETE",
            path="/playlists/{playlist_id}/tracks/{track_id}",
            status=204,
            parameters=(
                Parameter(name="playlist_id", place="path", member="playlistId"),
                Parameter(
                    name="track_id",
                    place="path",
                    member="trackId",
                    kind="number",
                ),
            ),
        ),
        Route(
            operation=operations.ADD_COMMENT,
            method="POST",
            path="/playlists/{playlist_id}/tracks/{track_id}/comments",
            status=201,
            parameters=(
                Parameter(name="playlist_id", place="path", member="playlistId"),
                Parameter(
                    name="track_id",
                    place="path",
                    member="trackId",
                    kind="number",
                ),
            ),
            body=Body(members=("text", "at")),
        ),
        Route(
            operation=operations.LIST_COMMENTS,
            method="GET",
            path="/playlists/{playlist_id}/tracks/{track_id}/comments",
            parameters=(
                Parameter(name="playlist_id", place="path", member="playlistId"),
                Parameter(
                    name="track_id",
                    place="path",
                    member="trackId",
                    kind="number",
                ),
                Parameter(
                    name="pageSize",
                    place="query",
                    member="pageSize",
                    kind="number",
                ),
                Parameter(name="pageToken", place="query", member="pageToken"),
            ),
            next_page="pageToken",
        ),
    ),
    problems={
        errors.PlaylistNotFound: ProblemType(
            uri="urn:problem-type:music.playlists.v1:PlaylistNotFound",
            title="Playlist not found",
            status=404,
        ),
        errors.TrackNotFound: ProblemType(
            uri="urn:problem-type:music.playlists.v1:TrackNotFound",
            title="Track not found",
            status=404,
        ),
        errors.PlaylistFull: ProblemType(
            uri="urn:problem-type:music.playlists.v1:PlaylistFull",
            title="Playlist full",
            status=429,
        ),
        errors.PositionOutOfRange: ProblemType(
            uri="urn:problem-type:music.playlists.v1:PositionOutOfRange",
            title="Position out of range",
            status=409,
        ),
    },
)
