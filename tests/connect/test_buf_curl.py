"""``buf curl`` calls every operation in three protocols, and is told the same in each."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from generated.cameras.proto import MESSAGES
from tests.behaviour.hosting import Host, served
from tests.cameras import Cameras

ROOT = Path(__file__).parents[2]
BUF = Path(sys.executable).with_name("buf")
SERVICE = "devices.cameras.v1.CameraHubService"
# The protocol as buf calls it, and the style whose server speaks it.
PROTOCOLS = {"connect": "connect", "grpcweb": "connect", "grpc": "grpc"}
Json = dict[str, Any]

CAMERA: Json = {
    "id": 1,
    "name": "Front door",
    "serial": "CAM-0042",
    "resolution": "RESOLUTION_FULL_HD",
    "labels": {"floor": "ground"},
    "pictures": "9007199254740993",
    "temperature": 21.5,
}
SETTINGS: Json = {
    "exposure": "0.020s",
    "nightFrom": "22:00:00",
    "nightTo": "06:00:00",
    "gain": 12,
    "focusAreas": [{"items": [1, 2]}, {}],
    "filters": {"blur": {"items": [0.5, -1]}},
    "marks": {"door": {"value": "Front"}, "gate": {}},
    "vendor": {"mode": "night", "levels": [1, None, True]},
}
NOT_FOUND: Json = {
    "google.rpc.ErrorInfo": {
        "reason": "CAMERA_NOT_FOUND",
        "domain": "devices.cameras.v1",
        "metadata": {"cameraId": "404"},
    },
    "devices.cameras.v1.CameraNotFound": {"camera_id": 404},
}
FRAME = {"number": "7", "jpeg": "", "takenAt": "2026-11-29T00:00:00Z"}


def frame(number: int) -> Json:
    return {"frame": {"number": str(number), "takenAt": "2026-11-29T00:00:00Z", "jpeg": "eA=="}}


def invalid(place: str, detail: str) -> Json:
    return {
        "google.rpc.BadRequest": {"field_violations": [{"field": place, "description": detail}]}
    }


@dataclass(frozen=True, kw_only=True)
class Case:
    """One call: its messages, those that come back, and the error at the end."""

    method: str
    sent: tuple[Json, ...]
    given: tuple[Json, ...] = ()
    code: str = ""
    details: Json = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method}-{self.code or 'ok'}"


CASES = [
    Case(method="GetCamera", sent=({"cameraId": 1},), given=({"camera": CAMERA},)),
    Case(method="GetCamera", sent=({"cameraId": 404},), code="not_found", details=NOT_FOUND),
    Case(
        method="ListCameras",
        sent=({"pageSize": 1},),
        given=({"cameras": [CAMERA], "nextPageToken": "2"},),
    ),
    Case(
        method="RegisterCamera",
        sent=({"name": "Gate", "serial": "CAM-0043", "position": {"pan": 1.5, "tilt": 0}},),
        given=(
            {
                "camera": {
                    "id": 43,
                    "name": "Gate",
                    "serial": "CAM-0043",
                    "resolution": "RESOLUTION_FULL_HD",
                    "position": {"pan": 1.5, "tilt": 0},
                    "temperature": 0.5,
                }
            },
        ),
    ),
    Case(
        method="RegisterCamera",
        sent=({"name": "Gate", "serial": "CAM-0042"},),
        code="already_exists",
        details={
            "google.rpc.ErrorInfo": {
                "reason": "SERIAL_TAKEN",
                "domain": "devices.cameras.v1",
                "metadata": {"serial": "CAM-0042", "cameraId": "1"},
            },
            "devices.cameras.v1.SerialTaken": {"serial": "CAM-0042", "camera_id": 1},
        },
    ),
    Case(
        method="SnapPicture",
        sent=({"cameraId": 1, "zoom": 2.5},),
        given=({"picture": base64.b64encode(b"1 at 2.5").decode()},),
    ),
    Case(
        method="SnapPicture",
        sent=({"cameraId": 1, "width": 1},),
        code="invalid_argument",
        details=invalid("width", "must be at least 16"),
    ),
    Case(method="GetSettings", sent=({"cameraId": 1},), given=({"settings": SETTINGS},)),
    Case(
        method="ReplaceSettings",
        sent=({"cameraId": 1, **SETTINGS},),
        given=({"settings": SETTINGS},),
    ),
    Case(
        method="WatchCamera",
        sent=({"cameraId": 1, "maxRate": 2},),
        given=(frame(0), frame(1), frame(2)),
    ),
    Case(
        method="WatchCamera",
        sent=({"cameraId": 404},),
        given=(frame(0), frame(1)),
        code="not_found",
        details=NOT_FOUND,
    ),
    Case(
        method="UploadFrames",
        sent=({"frame": FRAME}, {"frame": FRAME}),
        given=({"kept": 2},),
    ),
    Case(
        method="UploadFrames",
        sent=({"frame": FRAME}, {}),
        code="invalid_argument",
        details=invalid("frame", "item 1: is required"),
    ),
]


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture(scope="module")
def targets(host: Host) -> Iterator[dict[str, str]]:
    """Where cameras are served, by style."""
    styles = sorted({*PROTOCOLS.values()})
    contexts = [served("generated.cameras", style, Cameras()) for style in styles]
    found = [host.run(context.__aenter__()) for context in contexts]
    yield dict(zip(styles, found, strict=True))
    for context in contexts:
        host.run(context.__aexit__(None, None, None))


def documents(text: str) -> list[Any]:
    """The JSON documents of a text, one after the other."""
    found: list[Any] = []
    decoder = json.JSONDecoder()
    while text := text.strip():
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:]
    return found


def read(detail: Json) -> tuple[str, Any]:
    """A detail of an error: its type, and its message as JSON."""
    from google.protobuf.json_format import MessageToDict

    data = detail["value"]
    message = MESSAGES.cls(detail["type"]).FromString(
        base64.b64decode(data + "=" * (-len(data) % 4))
    )
    return detail["type"], MessageToDict(message, preserving_proto_field_name=True)


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_buf_curl_is_told_the_same_in_every_protocol(
    targets: dict[str, str], protocol: str, case: Case
) -> None:
    target = targets[PROTOCOLS[protocol]]
    base = target if target.startswith("http") else f"http://{target}"
    options = ["--http2-prior-knowledge"] if protocol == "grpc" else []
    schema = ["--schema", ROOT / "generated" / "cameras" / "proto", "--data", "@-"]
    done = subprocess.run(
        [BUF, "curl", "--protocol", protocol, *options, *schema, f"{base}/{SERVICE}/{case.method}"],
        input="".join(map(json.dumps, case.sent)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert documents(done.stdout) == [*case.given], done.stderr
    assert (done.returncode == 0) == (not case.code)
    if case.code:
        [error] = documents(done.stderr)
        assert error["code"] == case.code
        assert dict(map(read, error["details"])) == case.details
