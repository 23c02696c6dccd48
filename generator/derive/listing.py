"""Cuts the page that a list call asks for out of all items: filters, order, page."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from generator.naming import Name, plural


class BadPageToken(Exception):
    """The page token is none that was handed out."""


def filtered(items: Iterable[msgspec.Struct], filters: Mapping[str, Any]) -> list[msgspec.Struct]:
    """The items that every filter lets pass; filters are by Python name, None lets all pass.

    A filter named as a field asks for equality, a list of values for any of them; ``topic`` asks
    whether it is among the ``topics``, ``states`` whether the ``state`` is among them; ``min_``
    and ``max_`` bound a field, ``…_prefix`` is its beginning. Others let all pass.
    """
    wanted = {name: value for name, value in filters.items() if value is not None}
    return [item for item in items if all(_passes(item, n, v) for n, v in wanted.items())]


def _passes(item: msgspec.Struct, name: str, value: Any) -> bool:
    fields = item.__struct_fields__
    if name in fields:
        found = getattr(item, name)
        return found in value if isinstance(value, list) else bool(found == value)
    many = plural(Name.parse(name)).snake
    if many in fields:
        return value in (getattr(item, many) or ())
    if isinstance(value, list):
        one = next((field for field in fields if plural(Name.parse(field)).snake == name), None)
        return one is None or not value or getattr(item, one) in value
    return _is_within(item, name, value)


def _is_within(item: msgspec.Struct, name: str, value: Any) -> bool:
    """Whether a field keeps to a bound, or begins as it should."""
    fields = item.__struct_fields__
    bound, _, bounded = name.partition("_")
    if bound in ("min", "max") and bounded in fields:
        found = getattr(item, bounded)
        return found is not None and bool(found >= value if bound == "min" else found <= value)
    begun = name.removesuffix("_prefix")
    if begun != name and begun in fields:
        return str(getattr(item, begun) or "").startswith(str(value))
    return True


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
    items: Sequence[msgspec.Struct], size: int, token: str | None
) -> tuple[list[msgspec.Struct], str | None]:
    """One page and the token of the next, None after the last; raises BadPageToken."""
    start = _offset(token) if token else 0
    end = start + size
    following = base64.urlsafe_b64encode(b"%d" % end).decode().rstrip("=")
    return list(items[start:end]), following if end < len(items) else None


def _offset(token: str) -> int:
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise BadPageToken from error
    if not text.isdecimal() or len(text) > 9:
        raise BadPageToken
    return int(text)
