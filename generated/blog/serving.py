"""Serves Blog in any of its styles at once."""

from .._support.limits import LIMITS, Limits
from .._support.serve import Host, Settings, run
from .service import Blog, BlogSync

HOSTS = (
    Host(
        name="rest",
        title="REST",
        kind="asgi",
        mount="",
    ),
    Host(
        name="grpc",
        title="gRPC",
        kind="server",
        mount="",
    ),
    Host(
        name="jsonrpc",
        title="JSON-RPC",
        kind="asgi",
        mount="/jsonrpc",
    ),
)


def serve(
    service: Blog | BlogSync,
    *,
    rest: str | None = None,
    grpc: str | None = None,
    jsonrpc: str | None = None,
    grace: float = 10,
    threads: int = 40,
    max_timeout: float | None = None,
    limits: Limits = LIMITS,
) -> None:
    """Serve at each address, ``host:port``, until SIGINT or SIGTERM; a second one ends at once.

    grace: how many seconds calls get to end; then they are `unavailable`.
    threads: how many `def` methods run at a time.
    max_timeout: how many seconds a call may take, whatever its caller or the contract says.
    limits: what one peer may take.
    """
    addresses = {
        "rest": rest,
        "grpc": grpc,
        "jsonrpc": jsonrpc,
    }
    settings = Settings(
        grace=grace,
        threads=threads,
        max_timeout=max_timeout,
        limits=limits,
    )
    run(__name__, HOSTS, service, addresses, settings)
