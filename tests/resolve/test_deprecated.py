"""What is deprecated: a resource with its operations and all that is below it."""

from generator.model import Api, Deprecation
from tests.contract import HEADER, api_of

CONTRACT = """
types:
  Playlist: {fields: {id: {type: string, read_only: true}, name: string}}
  Track: {fields: {id: {type: int64, read_only: true}, song: string}}
resources:
  Playlist: {key: id, deprecated: {sunset: 2027-01-01, use: Album}}
  Track: {key: id, parent: Playlist%s}
operations:
  GetPlaylist: {get: Playlist}
  ListPlaylists: {list: Playlist, deprecated: {sunset: 2026-06-01}}
  DeletePlaylist: {delete: Playlist, deprecated: false}
  GetTrack: {get: Track}
  Sing: {input: {song: string}}
"""
OF_RESOURCE = Deprecation(sunset="2027-01-01", use="Album")


def ends(track: str = "") -> dict[str, Deprecation | None]:
    api: Api = api_of(HEADER + CONTRACT % track)
    return {name: one.deprecated for name, one in api.operations.items()}


def test_operations_of_a_deprecated_resource_are_deprecated_unless_they_say_otherwise() -> None:
    assert ends() == {
        "GetPlaylist": OF_RESOURCE,
        "ListPlaylists": Deprecation(sunset="2026-06-01"),
        "DeletePlaylist": None,
        "GetTrack": OF_RESOURCE,  # its path begins with a playlist
        "Sing": None,
    }


def test_a_resource_below_a_deprecated_one_can_stay() -> None:
    assert ends(", deprecated: false")["GetTrack"] is None
