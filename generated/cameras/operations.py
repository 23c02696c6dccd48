"""The operations of Cameras: what goes in and comes out."""

from .._support.operation import Operation
from .._support.schema import Schema
from .errors import CameraNotFound, CameraOffline, SerialTaken
from .types import (
    Camera,
    CameraPage,
    Frame,
    GetCameraRequest,
    GetSettingsRequest,
    ListCamerasRequest,
    Position,
    RegisterCameraRequest,
    ReplaceSettingsRequest,
    Settings,
    SteerCameraRequest,
    TakePictureRequest,
    UploadFramesRequest,
    UploadFramesResult,
    WatchCameraRequest,
)

SCHEMA = Schema(beside=__name__)

REGISTER_CAMERA = Operation[Camera](
    name="RegisterCamera",
    method="register_camera",
    schema=SCHEMA,
    request=RegisterCameraRequest,
    response=Camera,
    errors=(SerialTaken,),
)

GET_CAMERA = Operation[Camera](
    name="GetCamera",
    method="get_camera",
    schema=SCHEMA,
    request=GetCameraRequest,
    response=Camera,
    errors=(CameraNotFound,),
    safe=True,
    idempotent=True,
)

LIST_CAMERAS = Operation[CameraPage](
    name="ListCameras",
    method="list_cameras",
    schema=SCHEMA,
    request=ListCamerasRequest,
    response=CameraPage,
    safe=True,
    idempotent=True,
    items="cameras",
)

TAKE_PICTURE = Operation[bytes](
    name="TakePicture",
    method="take_picture",
    schema=SCHEMA,
    request=TakePictureRequest,
    response=bytes,
    errors=(CameraNotFound, CameraOffline),
    timeout=30.0,
)

GET_SETTINGS = Operation[Settings](
    name="GetSettings",
    method="get_settings",
    schema=SCHEMA,
    request=GetSettingsRequest,
    response=Settings,
    errors=(CameraNotFound,),
    safe=True,
    idempotent=True,
)

REPLACE_SETTINGS = Operation[Settings](
    name="ReplaceSettings",
    method="replace_settings",
    schema=SCHEMA,
    request=ReplaceSettingsRequest,
    response=Settings,
    errors=(CameraNotFound,),
    idempotent=True,
)

WATCH_CAMERA = Operation[Frame](
    name="WatchCamera",
    method="watch_camera",
    schema=SCHEMA,
    request=WatchCameraRequest,
    response=Frame,
    errors=(CameraNotFound, CameraOffline),
    safe=True,
    idempotent=True,
    streaming=True,
)

UPLOAD_FRAMES = Operation[UploadFramesResult](
    name="UploadFrames",
    method="upload_frames",
    schema=SCHEMA,
    request=UploadFramesRequest,
    response=UploadFramesResult,
    streaming=True,
)

STEER_CAMERA = Operation[Position](
    name="SteerCamera",
    method="steer_camera",
    schema=SCHEMA,
    request=SteerCameraRequest,
    response=Position,
    streaming=True,
)

OPERATIONS = (
    REGISTER_CAMERA,
    GET_CAMERA,
    LIST_CAMERAS,
    TAKE_PICTURE,
    GET_SETTINGS,
    REPLACE_SETTINGS,
    WATCH_CAMERA,
    UPLOAD_FRAMES,
    STEER_CAMERA,
)
