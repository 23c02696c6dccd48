"""Serves Products in any of its styles at once."""

from .._support.serve import Host, run
from .service import Products, ProductsSync

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
    service: Products | ProductsSync,
    *,
    rest: str | None = None,
    grpc: str | None = None,
    jsonrpc: str | None = None,
) -> None:
    """Serve at each address, ``host:port``, until SIGINT or SIGTERM."""
    addresses = {
        "rest": rest,
        "grpc": grpc,
        "jsonrpc": jsonrpc,
    }
    run(__name__, HOSTS, service, addresses)
