"""Turns the values of a message into plain JSON data, by the type that each of them is for.

What XML-RPC has no type for travels as text, and becomes what JSON has for it. What is of no use
for its type becomes a flaw at its place, or stays as it is: the judge of all styles refuses it.
"""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from msgspec import inspect as types

from generator.runtime.long_stack import deep_call, type_info
from generator.runtime.shape import bounds, without_none
from generator.runtime.validation.violations import FORMATS, Flaw
from generator.styles.xmlrpc.runtime.scalars import Base64, DateTime, Refuse

Read = Callable[[Any], Any]

INT32 = (-(2**31), 2**31 - 1)
_WHOLE = re.compile(r"-?[0-9]{1,20}", re.ASCII)
# With an offset, in the basic format that XML-RPC has dates in, or the extended one.
_INSTANT = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)"
    r"(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
_NO_OFFSET = f"must be {FORMATS['date-time']}: a dateTime.iso8601 has no offset"
_NO_DATE_TIME = "must be text, and no dateTime.iso8601"
_NO_BASE64 = "must not be base64"
_NO_TEXT = "must be text in UTF-8, if it comes as base64"


def fits(info: types.IntType) -> bool:
    """Whether all whole numbers of a type have 32 bits; others travel as text."""
    least, most = bounds(info)
    if least is None or most is None:
        return False
    return least >= INT32[0] and most <= INT32[1]


class Reader:
    """What makes plain JSON data of values of one type.

    always: whether there is anything to do where no value keeps its text.
    refuse: makes something of a value that is none, or raises.
    """

    def __init__(self, type_: Any, refuse: Refuse = Flaw) -> None:
        self._refuse = refuse
        self._structs: dict[type, Read] = {}
        self.always = False
        self.read = deep_call(lambda: self._of(type_info(type_)))

    def _of(self, info: types.Type) -> Read:
        kinds, _ = without_none(info)
        if len(kinds) > 1:
            return self._union(kinds)
        match kinds[0] if kinds else types.AnyType():
            case types.StructType() as struct:
                return self._struct(struct)
            case types.ListType(item_type=inner):
                return self._list(self._of(inner))
            case types.DictType(value_type=inner):
                return self._map(self._of(inner))
            case types.IntType() as whole if not fits(whole):
                self.always = True
                return self._wide
            case types.StrType():
                return self._text
            case types.DateTimeType():
                return self._instant
            case types.BytesType():
                return self._bytes
            case types.AnyType():
                return self._any
            case _:
                return self._other

    def _struct(self, info: types.StructType) -> Read:
        made = self._structs.get(info.cls)
        if made is not None:
            return made
        members: dict[str, Read] = {}
        anything = self._any

        def read(value: Any) -> Any:
            if type(value) is not dict:
                return self._other(value)
            found = [(n, members.get(n, anything), item) for n, item in value.items()]
            return {name: read(item) for name, read, item in found}

        self._structs[info.cls] = read
        for field in info.fields:
            members[field.encode_name] = self._of(field.type)
        return read

    def _list(self, item: Read) -> Read:
        def read(value: Any) -> Any:
            return [*map(item, value)] if type(value) is list else self._other(value)

        return read

    def _map(self, item: Read) -> Read:
        def read(value: Any) -> Any:
            if type(value) is not dict:
                return self._other(value)
            return {name: item(each) for name, each in value.items()}

        return read

    def _union(self, kinds: list[types.Type]) -> Read:
        variants = [kind for kind in kinds if isinstance(kind, types.StructType)]
        structs = {kind.tag: self._of(kind) for kind in variants}
        tag = variants[0].tag_field if variants else None

        def read(value: Any) -> Any:
            if type(value) is not dict:
                return self._other(value)
            found = value.get(tag)
            known = structs.get(found) if type(found) is str else None
            return self._any(value) if known is None else known(value)

        return read

    def _wide(self, value: Any) -> Any:
        if type(value) is str and _WHOLE.fullmatch(value):
            return int(value)
        return self._other(value)

    def _text(self, value: Any) -> Any:
        if type(value) is not Base64:
            return self._other(value)
        try:
            return base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            return self._refuse(_NO_TEXT)

    def _instant(self, value: Any) -> Any:
        if type(value) is not DateTime:
            return self._other(value)
        found = _INSTANT.fullmatch(value)
        if found is None:
            return self._refuse(_NO_OFFSET)
        year, month, day, time, offset = found.groups()
        return f"{year}-{month}-{day}T{time}{offset}"

    def _bytes(self, value: Any) -> Any:
        return str(value) if type(value) is Base64 else self._other(value)

    def _any(self, value: Any) -> Any:
        """What JSON has for a value of no type."""
        kind = type(value)
        if kind is dict:
            return {name: self._any(item) for name, item in value.items()}
        if kind is list:
            return [*map(self._any, value)]
        if kind is DateTime:
            return str(value)
        return self._text(value) if kind is Base64 else value

    def _other(self, value: Any) -> Any:
        """A value that is no good for its type, unless it is one that JSON has, too."""
        kind = type(value)
        if kind is DateTime:
            return self._refuse(_NO_DATE_TIME)
        if kind is Base64:
            return self._refuse(_NO_BASE64)
        return self._any(value) if kind is dict or kind is list else value
