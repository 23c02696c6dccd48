"""What an operation says of a stream that it takes or gives."""

from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One direction of an operation that streams.

    parameter: of the method, which takes the items of a client; record: a struct whose only field
    is one of these items. chunks: the stream is a file in pieces, whose bounds mean nothing;
    max_length: how many bytes it may have.
    """

    parameter: str = ""
    record: type[msgspec.Struct] | None = None
    chunks: bool = False
    max_length: int | None = None
