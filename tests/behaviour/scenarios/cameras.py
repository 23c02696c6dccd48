"""Takes pictures over ``devices.cameras.v1``."""

from datetime import UTC, datetime, time, timedelta

import pytest

from generated.cameras import (
    CameraNotFound,
    CameraOffline,
    Cameras,
    Position,
    Resolution,
    SerialTaken,
)


async def walk(service: Cameras) -> None:
    door = await service.register_camera(name="Front door", serial="CAM-0042")
    assert door.resolution is Resolution.FULL_HD
    assert door.position is None
    assert door.labels == {}
    assert door.temperature == 21.5
    assert door.thumbnail is None
    roof = await service.register_camera(
        name="Roof",
        serial="CAM-0043",
        resolution=Resolution.UHD,
        position=Position(pan=-180, tilt=12.25),
        labels={"power": "off", "": "empty", "größe": "\N{SNOWMAN}"},
    )
    assert roof.position == Position(pan=-180, tilt=12.25)
    assert roof.labels == {"power": "off", "": "empty", "größe": "\N{SNOWMAN}"}
    with pytest.raises(SerialTaken) as taken:
        await service.register_camera(name="Copy", serial="CAM-0042")
    assert (taken.value.serial, taken.value.camera_id) == ("CAM-0042", door.id)

    assert (await service.list_cameras(resolution=Resolution.UHD)).cameras == [roof]
    assert (await service.list_cameras(resolution=Resolution.HD)).cameras == []
    first = await service.list_cameras(page_size=1)
    assert first.cameras == [door]
    rest = await service.list_cameras(page_size=1, page_token=first.next_page_token)
    assert rest.cameras == [roof]

    picture = await service.take_picture(camera_id=door.id, width=640, flash=True, zoom=1.5)
    assert picture.startswith(b"\xff\xd8\xff\x00\x00\x02\x80\x01")
    assert picture.endswith(bytes(range(256)))
    assert await service.take_picture(camera_id=door.id) != picture
    after = await service.get_camera(camera_id=door.id)
    assert after.pictures == 2
    assert after.thumbnail == b"\xff\xd8\xff\x00\x00\x07\x80\x00"
    with pytest.raises(CameraOffline) as offline:
        await service.take_picture(camera_id=roof.id)
    assert offline.value.last_seen == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert offline.value.retry_after == 1  # what is unavailable says when to try again
    for call in (service.get_camera, service.take_picture, service.get_settings):
        with pytest.raises(CameraNotFound) as missing:
            await call(camera_id=4294967295)
        assert missing.value.camera_id == 4294967295

    await _settings(service, door.id)


async def _settings(service: Cameras, camera_id: int) -> None:
    at_first = await service.get_settings(camera_id=camera_id)
    assert at_first.exposure == timedelta(milliseconds=20)
    assert at_first.night_from == time(22)
    assert at_first.vendor is None
    changed = await service.replace_settings(
        camera_id=camera_id,
        exposure=timedelta(days=1, hours=2, microseconds=500),
        night_to=time(5, 30, 15, 250000),
        gain=48,
        focus_areas=[[1, 2, 3], [], [4294967295]],
        filters={"red": [0.5, -1.25], "none": []},
        marks={"gate": None, "tree": "the old one"},
        vendor={"deep": [1, 2.5, "three", None, {"yes": True}]},
    )
    assert changed.exposure == timedelta(days=1, hours=2, microseconds=500)
    assert changed.night_from == time(22)
    assert changed.night_to == time(5, 30, 15, 250000)
    assert changed.focus_areas == [[1, 2, 3], [], [4294967295]]
    assert changed.filters == {"red": [0.5, -1.25], "none": []}
    assert changed.marks == {"gate": None, "tree": "the old one"}
    assert changed.vendor == {"deep": [1, 2.5, "three", None, {"yes": True}]}
    assert await service.get_settings(camera_id=camera_id) == changed
    anew = await service.replace_settings(camera_id=camera_id, vendor=[])
    assert anew.gain == 12
    assert anew.focus_areas == []
    assert anew.vendor == []
    with pytest.raises(CameraNotFound):
        await service.replace_settings(camera_id=0, vendor="")
