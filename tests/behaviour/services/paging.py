"""Turns a whole list into the page and the order that a caller asked for."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


def cut(items: Sequence[T], size: int, token: str | None) -> tuple[list[T], str | None]:
    """One page of ``items``, and the token of the next one, if there is one.

    A token that never was one leads behind the last item.
    """
    known = token is None or (token.isascii() and token.isdigit() and len(token) < 10)
    start = int(token or "0") if known else len(items)
    end = start + size
    return list(items[start:end]), str(end) if end < len(items) else None


def order(items: Iterable[T], order_by: str | None) -> list[T]:
    """Sort by ``price desc,name``: the last key first, because sorting is stable."""
    result = list(items)
    for key in reversed(order_by.split(",") if order_by else []):
        name, _, direction = key.strip().partition(" ")
        result.sort(key=partial(_place, name=name), reverse=direction.strip() == "desc")
    return result


def _place(item: object, name: str) -> tuple[bool, Any]:
    """What is not there stands after all that is."""
    value = getattr(item, name)
    return value is None, value
