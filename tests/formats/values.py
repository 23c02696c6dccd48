"""Makes values of a contract's types up, a different one for each seed."""

import string
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, inspect

_TEXT = [
    *string.ascii_letters,
    *'0189 _-"\
',
    "ü",
    "☃",
    "😀",
]
_DEEPEST = 4


class Values:
    """Values by one seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def request(self, request: type[msgspec.Struct]) -> dict[str, Any]:
        """The keyword arguments of a call; some of what may be left out is."""
        info = inspect.type_info(request)
        assert isinstance(info, inspect.StructType)
        return self._members(info, 0)

    def of(self, type_: Any) -> Any:
        """A value of a Python type."""
        return self._value(inspect.type_info(type_), 0)

    def _members(self, info: inspect.StructType, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for field in info.fields:
            if field.required or self._random.random() < 0.6:
                value = self._value(field.type, depth + 1)
                if value is not UNSET:
                    members[field.name] = value
        return members

    def _value(self, info: inspect.Type, depth: int) -> Any:
        random = self._random
        match info:
            case inspect.Metadata(type=inner):
                return self._value(inner, depth)
            case inspect.UnionType(types=types):
                kinds = [kind for kind in types if not isinstance(kind, inspect.NamedTupleType)]
                nones = [kind for kind in kinds if isinstance(kind, inspect.NoneType)]
                if nones and (depth > _DEEPEST or random.random() < 0.2):
                    return None
                rest = [kind for kind in kinds if kind not in nones and not _is_unset(kind)]
                return self._value(random.choice(rest), depth)
            case inspect.NoneType():
                return None
            case inspect.BoolType():
                return random.random() < 0.5
            case inspect.IntType(ge=ge, le=le):
                least = -(2**31) if ge is None else ge
                most = 2**31 - 1 if le is None else le
                return random.choice([max(0, least), 1, least, most, random.randint(least, most)])
            case inspect.FloatType():
                return random.choice([0.0, 1.5, -2.25, 1e10, random.randint(-(2**12), 2**12) / 64])
            case inspect.StrType():
                return "".join(random.choices(_TEXT, k=random.randint(0, 6)))
            case inspect.BytesType():
                return random.randbytes(random.randint(0, 6))
            case inspect.DecimalType():
                return Decimal(random.randint(-(10**9), 10**9)) / 100
            case inspect.DateType():
                return date(random.randint(1, 9999), random.randint(1, 12), random.randint(1, 28))
            case inspect.TimeType():
                return time(random.randint(0, 23), 30, 5, random.choice([0, 1, 123000]))
            case inspect.DateTimeType():
                zone = random.choice([UTC, timezone(timedelta(hours=2)), timezone(timedelta(0))])
                micro = random.choice([0, 1, 120000, 999999])
                year = random.randint(2, 9998)
                return datetime(year, random.randint(1, 12), 5, 23, 59, 1, micro, zone)
            case inspect.TimeDeltaType():
                most = random.choice([0, 10**6, 10**13])
                return timedelta(microseconds=random.randint(-most, most))
            case inspect.UUIDType():
                return UUID(int=random.getrandbits(128))
            case inspect.EnumType(cls=cls):
                return random.choice([*cls])
            case inspect.AnyType():
                return random.choice(
                    [None, True, "text", 7, 1.5, {"a": [None, {"b": "c"}], "d_e": {}}, [1, []]]
                )
            case inspect.ListType(item_type=item):
                count = 0 if depth > _DEEPEST else random.randint(0, 3)
                return [self._value(item, depth + 1) for _ in range(count)]
            case inspect.DictType(value_type=item):
                count = 0 if depth > _DEEPEST else random.randint(0, 3)
                keys = ["a", "b_c", "dE", "f g", "ü"]
                return {k: self._value(item, depth + 1) for k in random.sample(keys, count)}
            case inspect.StructType(cls=cls):
                return cls(**self._members(info, depth))
            case _:
                raise AssertionError(info)


def _is_unset(info: inspect.Type) -> bool:
    return "Unset" in type(info).__name__
