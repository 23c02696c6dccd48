"""How Cameras travels over REST: methods, paths, places, statuses."""

from ..._support.rest.route import Binding, Body, Parameter, ProblemType, Route
from .. import errors, operations

BINDING = Binding(
    routes=(
        Route(
            operation=operations.REGISTER_CAMERA,
            method="POST",
            path="/v1/cameras",
            status=201,
            body=Body(members=("name", "serial", "resolution", "position", "labels")),
            location="/v1/cameras/{id}",
            challenge='ApiKey, Basic realm="devices.cameras.v1"',
        ),
        Route(
            operation=operations.GET_CAMERA,
            method="GET",
            path="/v1/cameras/{camera_id}",
            parameters=(
                Parameter(
                    name="camera_id",
                    place="path",
                    member="cameraId",
                    kind="number",
                ),
            ),
            challenge='ApiKey, Basic realm="devices.cameras.v1"',
            headers={
                "cache-control": "public, max-age=10",
            },
        ),
        Route(
            operation=operations.LIST_CAMERAS,
            method="GET",
            path="/v1/cameras",
            parameters=(
                Parameter(name="resolution", place="query", member="resolution"),
                Parameter(
                    name="pageSize",
                    place="query",
                    member="pageSize",
                    kind="number",
                ),
                Parameter(name="pageToken", place="query", member="pageToken"),
            ),
            next_page="pageToken",
            challenge='ApiKey, Basic realm="devices.cameras.v1"',
        ),
        Route(
            operation=operations.TAKE_PICTURE,
            method="POST",
            path="/v1/cameras/{camera_id}:take-picture",
            parameters=(
                Parameter(
                    name="camera_id",
                    place="path",
                    member="cameraId",
                    kind="number",
                ),
            ),
            body=Body(members=("width", "flash", "zoom")),
            media_type="image/jpeg",
            challenge='ApiKey, Basic realm="devices.cameras.v1"',
        ),
        Route(
            operation=operations.GET_SETTINGS,
            method="GET",
            path="/v1/cameras/{camera_id}/settings",
            parameters=(
                Parameter(
                    name="camera_id",
                    place="path",
                    member="cameraId",
                    kind="number",
                ),
            ),
            challenge='ApiKey, Basic realm="devices.cameras.v1"',
        ),
        Route(
            operation=operations.REPLACE_SETTINGS,
            method="PUT",
            path="/v1/cameras/{camera_id}/settings",
            parameters=(
                Parameter(
                    name="camera_id",
                    place="path",
                    member="cameraId",
                    kind="number",
                ),
            ),
            body=Body(
                members=(
                    "exposure",
                    "nightFrom",
                    "nightTo",
                    "gain",
                    "focusAreas",
                    "filters",
                    "marks",
                    "vendor",
                ),
            ),
            challenge='ApiKey, Basic realm="devices.cameras.v1"',
        ),
        Route(
            operation=operations.WATCH_CAMERA,
            method="GET",
            path="/v1/cameras/{camera_id}:watch",
            parameters=(
                Parameter(
                    name="camera_id",
                    place="path",
                    member="cameraId",
                    kind="number",
                ),
                Parameter(
                    name="maxRate",
                    place="query",
                    member="maxRate",
                    kind="number",
                ),
            ),
            challenge='ApiKey, Basic realm="devices.cameras.v1"',
        ),
        Route(
            operation=operations.UPLOAD_FRAMES,
            method="POST",
            path="/v1/upload-frames",
            challenge='ApiKey, Basic realm="devices.cameras.v1"',
        ),
        Route(
            operation=operations.STEER_CAMERA,
            method="GET",
            path="/v1/steer-camera",
            status=101,
            challenge='Basic realm="devices.cameras.v1"',
        ),
    ),
    problems={
        errors.CameraNotFound: ProblemType(
            uri="urn:problem-type:devices.cameras.v1:CameraNotFound",
            title="Camera not found",
            status=404,
        ),
        errors.CameraOffline: ProblemType(
            uri="urn:problem-type:devices.cameras.v1:CameraOffline",
            title="Camera offline",
            status=503,
        ),
        errors.SerialTaken: ProblemType(
            uri="urn:problem-type:devices.cameras.v1:SerialTaken",
            title="Serial taken",
            status=409,
        ),
    },
)
