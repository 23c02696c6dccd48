"""Starts the servers of a contract; what only servers need is imported when one is started."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .hosts import Host, ServeOptions

if TYPE_CHECKING:
    from .auth.authenticate import Authenticate
    from .hook import Hook


def run(
    module: str,
    hosts: Sequence[Host],
    service: object,
    addresses: Mapping[str, str | None],
    options: ServeOptions,
    *,
    authenticate: "Authenticate | None" = None,
    hooks: "Sequence[Hook]" = (),
    principal: object = None,
) -> None:
    """Serve until SIGINT or SIGTERM, as ``serve.run``; ValueError for options out of range."""
    from . import serve
    from .settings import Settings

    serve.run(
        module,
        hosts,
        service,
        addresses,
        Settings(**options),
        authenticate=authenticate,
        hooks=hooks,
        principal=principal,
    )
