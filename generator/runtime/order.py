"""Reads ``order_by``, for those who implement a list: ``price desc,name`` sorts as it says."""

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple, TypeVar

from .errors import InvalidArgument, Violation

T = TypeVar("T")


class OrderKey(NamedTuple):
    """One field to sort by."""

    field: str
    descending: bool = False


def parse_order_by(text: str | None) -> list[OrderKey]:
    """The fields, the most important first; [] for None.

    InvalidArgument for what has another form. Which fields there are, the schema has checked.
    """
    parts = [part.split() for part in text.split(",")] if text else []
    if not all(words[1:] in ([], ["asc"], ["desc"]) and words for words in parts):
        detail = "must be fields with commas between them, each with asc or desc"
        raise InvalidArgument(violations=[Violation("/order_by", detail)])
    return [OrderKey(words[0], words[1:] == ["desc"]) for words in parts]


def ordered(items: Iterable[T], order_by: str | None) -> list[T]:
    """The items sorted by attributes of theirs; what has no value (None) comes last."""
    found = list(items)
    for field, descending in reversed(parse_order_by(order_by)):
        present = [item for item in found if getattr(item, field) is not None]
        absent = [item for item in found if getattr(item, field) is None]
        present.sort(key=attrgetter(field), reverse=descending)
        found = present + absent
    return found
