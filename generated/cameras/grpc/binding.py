"""How Cameras travels over gRPC: rpcs, messages, enum numbers."""

from ..._support.grpc.method import Method, Service, beside
from .. import errors, operations, types

SERVICE = Service(
    "devices.cameras.v1.CameraHubService",
    Method(
        name="RegisterCamera",
        operation=operations.REGISTER_CAMERA,
        result="camera",
    ),
    Method(
        name="GetCamera",
        operation=operations.GET_CAMERA,
        result="camera",
    ),
    Method(
        name="ListCameras",
        operation=operations.LIST_CAMERAS,
    ),
    Method(
        name="SnapPicture",
        operation=operations.TAKE_PICTURE,
        result="picture",
    ),
    Method(
        name="GetSettings",
        operation=operations.GET_SETTINGS,
        result="settings",
    ),
    Method(
        name="ReplaceSettings",
        operation=operations.REPLACE_SETTINGS,
        result="settings",
    ),
    Method(
        name="WatchCamera",
        operation=operations.WATCH_CAMERA,
        result="frame",
    ),
    Method(
        name="UploadFrames",
        operation=operations.UPLOAD_FRAMES,
    ),
    Method(
        name="SteerCamera",
        operation=operations.STEER_CAMERA,
        result="position",
    ),
    descriptor=beside(__name__, "descriptor.binpb"),
    enums={
        types.Resolution: {
            "HD": 1,
            "FULL_HD": 2,
            "UHD": 3,
        },
    },
    reasons={
        errors.CameraNotFound: "CAMERA_NOT_FOUND",
        errors.CameraOffline: "CAMERA_OFFLINE",
        errors.SerialTaken: "SERIAL_TAKEN",
    },
)
