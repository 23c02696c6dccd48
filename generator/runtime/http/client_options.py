"""What a client over HTTP can be told, in whatever style; what is left out has its default."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    import ssl


class HttpClientOptions(TypedDict, total=False):
    """How a client connects.

    headers: of every request.
    connect_timeout: seconds for a connection (10).
    ssl_context: for https, in place of the system's authorities.
    proxy: the URL of one.
    pool_size: connections that are kept open (10; async 100).
    max_response_size: bytes that a response, or an item of a stream, may have (64 MiB).
    """

    headers: Mapping[str, str] | None
    connect_timeout: float
    ssl_context: "ssl.SSLContext | None"
    proxy: str | None
    pool_size: int
    max_response_size: int
