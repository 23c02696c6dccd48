"""Starts the servers of a contract; what only servers need is imported when one is started."""

from collections.abc import Mapping, Sequence

from .auth.authenticate import Authenticate
from .hooks import Hook
from .hosts import SETTINGS, Host, Settings


def run(
    module: str,
    hosts: Sequence[Host],
    service: object,
    addresses: Mapping[str, str | None],
    settings: Settings = SETTINGS,
    *,
    authenticate: Authenticate | None = None,
    hooks: Sequence[Hook] = (),
) -> None:
    """Serve until SIGINT or SIGTERM, as ``serve.run``."""
    from . import serve

    serve.run(
        module,
        hosts,
        service,
        addresses,
        settings,
        authenticate=authenticate,
        hooks=hooks,
    )
