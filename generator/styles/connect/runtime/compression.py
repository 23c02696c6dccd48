"""Compresses messages with gzip, and takes others apart that somebody else has compressed."""

import gzip
import zlib

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload

GZIP = "gzip"
_KNOWN = "gzip, identity"
# Parts of one message that were compressed each by itself (RFC 1952 §2.2).
_MOST_PARTS = 100
_LEVEL = 6
# Bytes that are not worth it: they fit into a packet or two anyhow.
SMALL = 1024


def is_gzip(encoding: bytes | str | None) -> bool:
    """Whether what has this encoding is to be taken apart; `unimplemented` for another one."""
    if encoding is None:
        return False
    name = encoding if isinstance(encoding, str) else encoding.decode("latin-1")
    match name.strip().lower():
        case "gzip":
            return True
        case "identity" | "":
            return False
        case _:
            text = f"The compression {name!r} is not known here; these are: {_KNOWN}."
            raise ServiceError(text, code=Code.UNIMPLEMENTED)


def too_large(limit: int) -> ServiceError:
    """What a message comes to that is larger than a server takes."""
    text = f"The message is larger than {limit} bytes."
    return ServiceError(text, code=Code.RESOURCE_EXHAUSTED)


def inflate(data: bytes, limit: int) -> bytes:
    """What was compressed, up to a limit in bytes: `resource_exhausted` beyond it.

    `invalid_argument` for what is not gzip, or not all of it.
    """
    if not data:
        return data
    found, left = b"", data
    for _ in range(_MOST_PARTS):
        part = zlib.decompressobj(wbits=31)
        try:
            found += part.decompress(left, limit + 1 - len(found))
        except zlib.error:
            break
        if len(found) > limit:
            raise too_large(limit)
        if not part.eof:
            break
        left = part.unused_data
        if not left:
            return found
    raise ServiceError(
        "The message is not gzip, as it says.",
        code=Code.INVALID_ARGUMENT,
    )


async def inflated(data: bytes, limit: int) -> bytes:
    """The same; what is or becomes large is taken apart in a thread."""
    if len(data) < LARGE:
        try:
            return inflate(data, min(limit, LARGE))
        except ServiceError as error:
            if error.code is not Code.RESOURCE_EXHAUSTED or limit <= LARGE:
                raise
    return await offload(inflate, data, limit)


async def deflated(data: bytes) -> bytes:
    """A message, compressed."""
    if len(data) < LARGE:
        return gzip.compress(data, _LEVEL, mtime=0)
    return await offload(gzip.compress, data, _LEVEL, mtime=0)
