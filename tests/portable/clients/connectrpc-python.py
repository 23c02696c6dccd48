"""Calls a server of cameras with connectrpc: ``TARGET (connect|grpc-web) (binary|json)``."""

import json
import sys
from collections.abc import Callable
from typing import Any

from connectrpc.client import ConnectClientSync
from connectrpc.codec import proto_binary_codec, proto_json_codec
from connectrpc.errors import ConnectError
from connectrpc.protocol import ProtocolType
from devices.cameras.v1 import cameras_pb as pb
from devices.cameras.v1.cameras_connect import CameraHubServiceClientSync
from google.rpc.error_details_pb import BadRequest, ErrorInfo
from protobuf.wkt import Timestamp

target, protocol, format = sys.argv[1:]
PROTOCOLS = {"connect": ProtocolType.CONNECT, "grpc-web": ProtocolType.GRPC_WEB}
CODECS = {"binary": proto_binary_codec, "json": proto_json_codec}
client: Any = CameraHubServiceClientSync(
    target, protocol=PROTOCOLS[protocol], codec=CODECS[format](), timeout_ms=30_000
)
assert isinstance(client, ConnectClientSync)


def failure(call: Callable[[], object]) -> ConnectError:
    """The error of a call that has to fail."""
    try:
        call()
    except ConnectError as error:
        return error
    raise AssertionError("the call did not fail")


def detail(error: ConnectError, kind: Any) -> Any:
    """The detail of one type."""
    name = kind.desc().type_name
    [found] = [one for one in error.details if one.type_name == name]
    return found.value(kind)


def watch(camera: int, numbers: list[int]) -> None:
    """Add the numbers of the frames as they come."""
    responses = client.watch_camera(pb.WatchCameraRequest(camera_id=camera))
    numbers.extend(response.frame.number for response in responses)


wanted = pb.GetCameraRequest(camera_id=1)
camera = client.get_camera(wanted, use_get=protocol == "connect").camera
missing = failure(lambda: client.get_camera(pb.GetCameraRequest(camera_id=404)))
invalid = failure(lambda: client.snap_picture(pb.SnapPictureRequest(camera_id=1, width=1)))
slow = pb.SnapPictureRequest(camera_id=408)
late = failure(lambda: client.snap_picture(slow, timeout_ms=300))
picture = client.snap_picture(pb.SnapPictureRequest(camera_id=1, zoom=2.5)).picture
whole: list[int] = []
watch(1, whole)
part: list[int] = []
broken = failure(lambda: watch(404, part))
frame = pb.UploadFramesRequest(frame=pb.Frame(number=7, jpeg=b"xxx", taken_at=Timestamp(seconds=0)))
kept = client.upload_frames(iter([frame, frame])).kept
wrong = failure(lambda: client.upload_frames(iter([frame, pb.UploadFramesRequest()])))
violation = detail(wrong, BadRequest).field_violations[0]

print(
    json.dumps(
        {
            "camera": [camera.id, camera.name, str(camera.pictures), dict(camera.labels)],
            "missing": [
                missing.code.value,
                missing.message,
                detail(missing, ErrorInfo).reason,
                detail(missing, pb.CameraNotFound).camera_id,
            ],
            "invalid": [
                invalid.code.value,
                [one.field for one in detail(invalid, BadRequest).field_violations],
            ],
            "late": late.code.value,
            "picture": picture.decode(),
            "whole": whole,
            "broken": [part, broken.code.value, detail(broken, pb.CameraNotFound).camera_id],
            "uploaded": kept,
            "wrong": [wrong.code.value, violation.field, violation.description],
        }
    )
)
