"""What one peer may take of a server: time, bytes and connections."""

from dataclasses import dataclass, fields

# Bytes a second that a peer has to send of a body, or to read of a response, once its time is over.
MIN_RATE = 240
# Bytes of a request that may take long; what is smaller is judged in a few milliseconds.
LARGE = 128 * 1024
# Bytes of a head that every server has to take, roughly (RFC 9112 §3).
_LEAST = 8 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of ``serve``, with defaults that are safe on an open network.

    header_timeout: seconds for the head of a request, from the connection or its first byte on;
        over gRPC for the handshake.
    body_timeout: seconds without a byte of a body; after them it needs 240 bytes a second, too.
    write_timeout: seconds in which a client reads nothing of its response; over gRPC in which it
        does not answer a ping.
    idle_timeout: seconds that a connection stays open between calls.
    max_header_size: bytes of the head of a request: 431; over gRPC of the metadata.
    max_url_size: bytes of the URL: 414.
    max_connections: connections of each address; more get 503.
    """

    header_timeout: float = 10
    body_timeout: float = 20
    write_timeout: float = 20
    idle_timeout: float = 75
    max_header_size: int = 32 * 1024
    max_url_size: int = 16 * 1024
    max_connections: int = 1000

    def __post_init__(self) -> None:
        """ValueError for what no server can keep."""
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"{field.name} must be greater than 0")
        if self.max_header_size < _LEAST:
            raise ValueError(f"max_header_size must be at least {_LEAST}")


LIMITS = Limits()
