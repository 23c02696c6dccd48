"""Cuts a file into pieces that fit into messages."""

from collections.abc import Iterator

# Bytes of a file in one message: far below the 4 MiB that a peer takes by default.
PIECE = 256 * 1024


def pieces(data: bytes) -> Iterator[bytes]:
    """What a service or a caller gave as one piece, in as many as it takes; none of nothing."""
    if 0 < len(data) <= PIECE:
        yield data
        return
    for at in range(0, len(data), PIECE):
        yield data[at : at + PIECE]
