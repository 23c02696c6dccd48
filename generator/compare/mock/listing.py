"""Cuts the page that a list call asks for out of all items: filters, order, page."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from generator.compare.mock.filters import Matcher
from generator.compare.mock.store import ItemKey


class BadPageToken(Exception):
    """The page token is none that was handed out."""


def filtered(
    items: Iterable[msgspec.Struct], wanted: Mapping[str, Any], tests: Mapping[str, Matcher]
) -> list[msgspec.Struct]:
    """The items that every filter lets pass; None, and what has no test, lets all pass."""
    asked = [(tests[n], value) for n, value in wanted.items() if value is not None and n in tests]
    return [item for item in items if all(test(item, value) for test, value in asked)]


def ordered(
    items: Sequence[msgspec.Struct], order_by: str | None, attributes: Mapping[str, str]
) -> list[msgspec.Struct]:
    """Sort as AIP-132 says (``price desc,name``); items without a value come last.

    attributes: the Python name of each field that may be named.
    """
    result = list(items)
    for part in reversed((order_by or "").split(",")):
        name, _, direction = part.strip().partition(" ")
        if name:
            result.sort(key=_rank(attributes[name]), reverse=direction.strip() == "desc")
            result.sort(key=_is_missing(attributes[name]))
    return result


def _rank(attribute: str) -> Callable[[msgspec.Struct], Any]:
    def rank(item: msgspec.Struct) -> Any:
        value = getattr(item, attribute)
        return (value is not None, value) if value is not None else (False,)

    return rank


def _is_missing(attribute: str) -> Callable[[msgspec.Struct], bool]:
    return lambda item: getattr(item, attribute) is None


def page(
    items: Sequence[msgspec.Struct],
    key_of: Callable[[msgspec.Struct], ItemKey],
    size: int,
    token: str | None,
) -> tuple[list[msgspec.Struct], str | None]:
    """One page and the token of the next, None after the last; raises BadPageToken.

    A token names the item that it follows, so that what comes or goes before it moves nothing.
    """
    start = _start(items, key_of, token) if token else 0
    end = start + size
    found = list(items[start:end])
    if end >= len(items):
        return found, None
    mark = msgspec.json.encode((end, key_of(found[-1])))
    return found, base64.urlsafe_b64encode(mark).decode().rstrip("=")


def _start(
    items: Sequence[msgspec.Struct], key_of: Callable[[msgspec.Struct], ItemKey], token: str
) -> int:
    """The place after the item that a token names; where that is gone, the place it had."""
    try:
        mark = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        end, key = msgspec.json.decode(mark, type=tuple[int, ItemKey])
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise BadPageToken from error
    if end < 1:
        raise BadPageToken
    places = (place for place, item in enumerate(items, 1) if key_of(item) == key)
    return next(places, end - 1)
