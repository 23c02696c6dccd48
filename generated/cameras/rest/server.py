"""Serves Cameras over REST."""

from ..._support.rest.server import RestApp
from ..service import Cameras, CamerasSync
from .binding import BINDING


def create_app(
    service: Cameras | CamerasSync,
    *,
    max_body_size: int = 10 * 1024 * 1024,
) -> RestApp:
    """Make an ASGI app that serves at the paths of the OpenAPI document.

    max_body_size: how many bytes a request may have.
    """
    return RestApp(
        service,
        BINDING,
        max_body_size=max_body_size,
    )
