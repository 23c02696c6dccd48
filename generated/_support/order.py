"""Reads ``order_by``, for those who implement a list: ``price desc,name`` sorts as it says."""

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class OrderKey(NamedTuple):
    """One field to sort by."""

    field: str
    descending: bool = False


def parse_order_by(text: str | None) -> list[OrderKey]:
    """The fields, the most important first; [] for None. The schema has checked the text."""
    parts = [part.split() for part in (text or "").split(",")]
    return [OrderKey(words[0], words[1:] == ["desc"]) for words in parts if words]


def ordered(items: Iterable[T], order_by: str | None) -> list[T]:
    """The items sorted by attributes of theirs; what has no value (None) comes last."""
    found = list(items)
    for field, descending in reversed(parse_order_by(order_by)):
        present = [item for item in found if getattr(item, field) is not None]
        absent = [item for item in found if getattr(item, field) is None]
        present.sort(key=attrgetter(field), reverse=descending)
        found = present + absent
    return found
