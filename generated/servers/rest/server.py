"""Serves Servers over REST."""

from ..._support.rest.server import RestApp
from ..service import Servers, ServersSync
from .binding import BINDING


def create_app(
    service: Servers | ServersSync,
    *,
    max_body_size: int = 10 * 1024 * 1024,
    body_timeout: float | None = 20,
    max_timeout: float | None = None,
) -> RestApp:
    """Make an ASGI app that serves at the paths of the OpenAPI document.

    max_body_size: how many bytes a request may have.
    body_timeout: how many seconds a body may stand still; None: for ever.
    max_timeout: how many seconds a call may take, whatever its caller or the contract says.
    """
    return RestApp(
        service,
        BINDING,
        max_body_size=max_body_size,
        body_timeout=body_timeout,
        max_timeout=max_timeout,
    )
