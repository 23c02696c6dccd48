"""Makes and reads page tokens, for those who implement a list.

A token is text that its caller gives back as it is. It is neither secret nor signed: what a service
reads out of one it has to check like any other input.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

import msgspec

from .errors import InvalidArgument, Violation

T = TypeVar("T")

_Start = Annotated[int, msgspec.Meta(ge=0)]


def encode(value: Any) -> str:
    """Where the next page begins, as opaque text: a number, the last key, a tuple of values."""
    return _spelled(msgspec.json.encode(value))


def decode(token: str, type: type[T] | Any) -> T:
    """What ``encode`` was given, as a value of a type; InvalidArgument for any other text."""
    try:
        text = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        value: T = msgspec.json.decode(text, type=type)
        if _spelled(text) == token:
            return value
    except (ValueError, msgspec.MsgspecError, RecursionError):
        pass
    violation = Violation("/page_token", "is not a token of this list")
    raise InvalidArgument(violations=[violation])


def cut(
    items: Sequence[T],
    page_size: int,
    token: str | None,
) -> tuple[list[T], str | None]:
    """One page of a whole list in memory, and the token of the next page, if there is one.

    Raises InvalidArgument for a token that this did not make.
    """
    start: int = 0 if token is None else decode(token, _Start)
    end = start + page_size
    return list(items[start:end]), encode(end) if end < len(items) else None


def _spelled(text: bytes) -> str:
    return urlsafe_b64encode(text).rstrip(b"=").decode()
