"""Fills playlists over ``music.playlists.v1``."""

from datetime import date, timedelta

import pytest

from generated.playlists import (
    Episode,
    PlaylistFull,
    PlaylistNotFound,
    Playlists,
    PositionOutOfRange,
    Song,
    TrackNotFound,
    Visibility,
)

GRIEG = Song(title="Peer Gynt", artists=["Edvard Grieg"], length=timedelta(minutes=4))
TALK = Episode(
    title="The first one",
    show="Talk",
    published=date(2026, 11, 1),
    length=timedelta(minutes=42, seconds=1, milliseconds=500),
)


async def walk(service: Playlists) -> None:
    morning = await service.create_playlist(
        name="Good morning", visibility=Visibility.PUBLIC, first_items=[GRIEG]
    )
    assert (morning.item_count, morning.length) == (1, timedelta(minutes=4))
    assert morning.cover is None
    evening = await service.create_playlist(
        name="Good evening", cover="https://covers.example/e.png?size=1&x=%20"
    )
    assert evening.visibility is Visibility.PRIVATE
    assert evening.cover == "https://covers.example/e.png?size=1&x=%20"
    assert await service.get_playlist(playlist_id=evening.id) == evening
    with pytest.raises(PlaylistFull) as full:
        await service.create_playlist(name="Too much", first_items=[GRIEG] * 6)
    assert full.value.maximum == 5

    assert (await service.list_playlists(order_by="name")).playlists == [evening, morning]
    assert (await service.list_playlists(name_prefix="Good m")).playlists == [morning]

    await _tracks(service, morning.id)

    renamed = await service.replace_playlist(playlist_id=evening.id, name="Night")
    assert (renamed.name, renamed.cover) == ("Night", None)
    await service.delete_playlist(playlist_id=evening.id)
    with pytest.raises(PlaylistNotFound):
        await service.get_playlist(playlist_id=evening.id)
    with pytest.raises(PlaylistNotFound):
        await service.replace_playlist(playlist_id=evening.id, name="Gone")
    with pytest.raises(PlaylistNotFound):
        await service.delete_playlist(playlist_id=evening.id)
    with pytest.raises(PlaylistNotFound):
        await service.list_tracks(playlist_id=evening.id)


async def _tracks(service: Playlists, playlist_id: str) -> None:
    grieg = (await service.list_tracks(playlist_id=playlist_id)).tracks[0]
    assert grieg.item == GRIEG
    assert isinstance(grieg.item, Song)
    assert grieg.item.explicit is False
    talk = await service.add_track(
        playlist_id=playlist_id, item=TALK, added_by="ada@example.org", position=0
    )
    assert talk.item == TALK
    assert (talk.position, talk.added_by, talk.rating) == (0, "ada@example.org", None)
    with pytest.raises(PositionOutOfRange) as outside:
        await service.add_track(playlist_id=playlist_id, item=GRIEG, rating=3.5, position=7)
    assert outside.value.last == 2

    order = [track.id for track in (await service.list_tracks(playlist_id=playlist_id)).tracks]
    assert order == [talk.id, grieg.id]
    assert await service.move_track(playlist_id=playlist_id, track_id=talk.id, position=1) is None
    moved = await service.get_track(playlist_id=playlist_id, track_id=talk.id)
    assert moved.position == 1
    with pytest.raises(PositionOutOfRange):
        await service.move_track(playlist_id=playlist_id, track_id=talk.id, position=2)

    rated = await service.rate_track(playlist_id=playlist_id, track_id=talk.id, rating=4.5)
    assert rated.rating == 4.5
    same = await service.rate_track(playlist_id=playlist_id, track_id=talk.id)
    assert same.rating == 4.5
    unrated = await service.rate_track(playlist_id=playlist_id, track_id=talk.id, rating=None)
    assert unrated.rating is None

    await _comments(service, playlist_id, talk.id)

    await service.remove_track(playlist_id=playlist_id, track_id=talk.id)
    for call in (service.get_track, service.remove_track, service.list_comments):
        with pytest.raises(TrackNotFound) as missing:
            await call(playlist_id=playlist_id, track_id=talk.id)
        assert (missing.value.playlist_id, missing.value.track_id) == (playlist_id, talk.id)


async def _comments(service: Playlists, playlist_id: str, track_id: int) -> None:
    praise = await service.add_comment(
        playlist_id=playlist_id, track_id=track_id, text="This part!", at=timedelta(seconds=90)
    )
    assert (praise.id, praise.at) == (1, timedelta(seconds=90))
    plain = await service.add_comment(playlist_id=playlist_id, track_id=track_id, text="Hm.")
    assert plain.at is None
    page = await service.list_comments(playlist_id=playlist_id, track_id=track_id)
    assert page.comments == [praise, plain]
    with pytest.raises(TrackNotFound) as missing:
        await service.add_comment(playlist_id=playlist_id, track_id=-(2**63), text="?")
    assert missing.value.track_id == -(2**63)
