"""Questions about single values that the tests of ``exact`` and the slower ones share."""

import datetime as dt
import math
from typing import Any

_MINUTE = dt.timedelta(minutes=1)
_NOTHING = dt.timedelta(0)


def is_instant(value: dt.datetime) -> bool:
    """Whether RFC 3339 and protobuf can say when: an offset of whole minutes, a year in UTC."""
    offset = value.utcoffset()
    if offset is None or offset % _MINUTE != _NOTHING:
        return False
    return 1 < value.year < 9999 or has_utc(value)


def has_utc(value: dt.datetime) -> bool:
    """Whether an instant is in the years 1 to 9999 in UTC, too."""
    try:
        value.astimezone(dt.UTC)
    except OverflowError:
        return False
    return True


def is_json(value: Any) -> bool:
    """Whether a value is JSON already, for all its depth."""
    kind = type(value)
    if kind is float:
        return math.isfinite(value)
    if kind is list:
        return all(map(is_json, value))
    if kind is dict:
        texts = all(type(name) is str for name in value)
        return texts and all(map(is_json, value.values()))
    return kind in (str, int, bool, type(None))
