"""Serves Accounts over JSON-RPC 2.0."""

from ..._support.jsonrpc.server import JsonRpcApp, beside
from ..service import Accounts, AccountsSync
from .binding import METHODS


def create_app(
    service: Accounts | AccountsSync,
    *,
    max_body_size: int = 10 * 1024 * 1024,
    max_batch: int = 100,
    concurrency: int = 16,
    body_timeout: float | None = 20,
    max_timeout: float | None = None,
) -> JsonRpcApp:
    """Make an ASGI app that serves where it is mounted, and at `/jsonrpc` below.

    max_body_size: how many bytes a request may have.
    max_batch: how many calls a batch may hold.
    concurrency: how many calls of a batch run at a time.
    body_timeout: how many seconds a body may stand still; None: for ever.
    max_timeout: how many seconds a call may take, whatever its caller or the contract says.
    """
    return JsonRpcApp(
        service,
        METHODS,
        beside(__name__, "openrpc.json"),
        max_body_size=max_body_size,
        max_batch=max_batch,
        concurrency=concurrency,
        body_timeout=body_timeout,
        max_timeout=max_timeout,
    )
