"""Base64, as the ``-text`` of gRPC-Web has it: in one part or several, each with its padding."""

import re
from base64 import b64decode

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload

_PART = re.compile(rb"[^=]+={0,2}")
# Parts of a body that holds one message.
_MOST_PARTS = 1000
_PADDING = b"="


async def from_text(text: bytes) -> bytes:
    """The bytes of a whole body; `invalid_argument` for what is not base64."""
    if text.count(_PADDING) > 2 * _MOST_PARTS:
        raise _not_base64()
    return decoded(text) if len(text) < LARGE else await offload(decoded, text)


def decoded(text: bytes) -> bytes:
    """The bytes of parts, all of which have their padding; `invalid_argument` for others."""
    parts = _PART.findall(text)
    if sum(map(len, parts)) != len(text):
        raise _not_base64()
    try:
        return b"".join(b64decode(part, validate=True) for part in parts)
    except ValueError:
        raise _not_base64() from None


class Pieces:
    """A body that comes in pieces, which end anywhere; ``held``: what waits for the next one."""

    def __init__(self) -> None:
        self.held = b""

    def feed(self, piece: bytes) -> bytes:
        """The bytes that are known by now; raises as ``decoded`` does."""
        text = self.held + piece
        whole = len(text) // 4 * 4
        self.held = text[whole:]
        return decoded(text[:whole])


def _not_base64() -> ServiceError:
    return ServiceError("The body is not base64.", code=Code.INVALID_ARGUMENT)
