"""Serves cameras with connectrpc, for clients that were generated here; prints its port."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from devices.cameras.v1 import cameras_pb as pb
from devices.cameras.v1.cameras_connect import CameraHubService, CameraHubServiceASGIApplication
from google.rpc.error_details_pb import ErrorInfo
from protobuf.wkt import Timestamp


def missing(camera: int) -> ConnectError:
    """The error of a camera that is not there."""
    info = ErrorInfo(
        reason="CAMERA_NOT_FOUND",
        domain="devices.cameras.v1",
        metadata={"cameraId": str(camera)},
    )
    details = [info, pb.CameraNotFound(camera_id=camera)]
    return ConnectError(Code.NOT_FOUND, "No such camera.", details)


class Cameras(CameraHubService):
    """Calls of one message, and streams of one side."""

    async def get_camera(self, request: Any, _: Any) -> Any:
        """A camera, named by the header of its request."""
        if request.camera_id == 404:
            raise missing(request.camera_id)
        return pb.GetCameraResponse(
            camera=pb.Camera(
                id=request.camera_id,
                name="Front door",
                serial="CAM-0042",
                labels={"floor": "ground"},
                pictures=2**53 + 1,
                temperature=21.5,
                resolution=pb.Resolution.HD,
            )
        )

    async def snap_picture(self, request: Any, _: Any) -> Any:
        """What was asked for, as text; the camera 408 takes for ever."""
        if request.camera_id == 408:
            await asyncio.Event().wait()
        text = f"{request.camera_id} at {request.zoom}"
        return pb.SnapPictureResponse(picture=text.encode())

    async def watch_camera(self, request: Any, _: Any) -> AsyncIterator[Any]:
        """Three frames; of a camera that is not there only two."""
        for number in range(3):
            if request.camera_id == 404 and number == 2:
                raise missing(request.camera_id)
            frame = pb.Frame(number=number, taken_at=Timestamp(seconds=0), jpeg=b"x" * 2000)
            yield pb.WatchCameraResponse(frame=frame)

    async def upload_frames(self, requests: AsyncIterator[Any], _: Any) -> Any:
        """Keep all."""
        return pb.UploadFramesResponse(kept=len([one async for one in requests]))


with socket.create_server(("127.0.0.1", 0)) as listener:
    print(listener.getsockname()[1], flush=True)
    app: Any = CameraHubServiceASGIApplication(Cameras())
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    server.run(sockets=[listener])
