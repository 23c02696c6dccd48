"""JSON, one value a line: envelopes that tell items from the end of a stream, and from a failure.

An item is ``{"item": …}``; the last line is ``{"end": true}`` or ``{"error": problem}``; a blank
line is a heartbeat. The frames of a WebSocket are the same without the end of the line.
"""

import msgspec

LINES = "application/x-ndjson"
HEARTBEAT = b"\n"
END = b'{"end":true}'


def item(data: bytes) -> bytes:
    """The envelope of an item, which is JSON."""
    return b'{"item":%s}' % data


def error(problem: bytes) -> bytes:
    """The envelope of a problem, which is JSON."""
    return b'{"error":%s}' % problem


class Envelope(msgspec.Struct, frozen=True):
    """One envelope, with what is in it as JSON."""

    item: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    end: bool | msgspec.UnsetType = msgspec.UNSET
    error: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


_read = msgspec.json.Decoder(Envelope).decode


def envelope(text: bytes | str) -> Envelope:
    """What a line or a frame tells; ValueError for what is not exactly one of the three."""
    try:
        found = _read(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as reason:
        raise ValueError(str(reason)) from None
    told = (found.item is not msgspec.UNSET) + (found.error is not msgspec.UNSET)
    told += found.end is True
    if told != 1 or found.end is False:
        raise ValueError("an envelope has one member: item, end or error")
    return found
