"""Writes values as XML-RPC has them, by their types.

Whole numbers of more than 32 bits, decimals, instants and the like are text; what is absent is left
out. Text that XML 1.0 cannot hold (§2.2) goes as ``<base64>`` of its UTF-8: nothing is lost.
"""

import base64
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from msgspec import inspect as types

from generator.runtime.long_stack import deep_call, type_info
from generator.runtime.shape import without_none
from generator.runtime.unions import plain
from generator.styles.xmlrpc.runtime.reading import INT32, fits

Write = Callable[[Any], str]

PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n'
NIL = "<nil/>"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[&<>\r]|" + FORBIDDEN.pattern)
_KEPT = (bytes,)


class Unwritable(ValueError):
    """XML-RPC has no form for a value."""


class Writer:
    """What writes values of one type: what stands in a ``<value>``."""

    def __init__(self, type_: Any) -> None:
        self._structs: dict[type, Write] = {}
        self._write = deep_call(lambda: self._of(type_info(type_)))

    def write(self, value: Any) -> str:
        """A value of the contract's types; raises Unwritable, and what JSON raises."""
        data = plain(value, kept=_KEPT)
        return NIL if data is None else self._write(data)

    def _of(self, info: types.Type) -> Write:
        """What writes a value that is not None: any may be, where an update clears it."""
        kinds, _ = without_none(info)
        if len(kinds) != 1:
            return self._union(kinds)
        match kinds[0]:
            case types.StructType() as struct:
                return self._struct(struct)
            case types.ListType(item_type=inner):
                return _array(self._of(inner))
            case types.DictType(value_type=inner):
                item = self._of(inner)
                return lambda value: _struct_of(value, lambda _: item)
            case types.IntType() as whole:
                return _int if fits(whole) else _wide
            case types.FloatType():
                return double
            case types.AnyType() | types.BytesType() | types.BoolType():
                return anything
            case _:
                return text

    def _struct(self, info: types.StructType) -> Write:
        made = self._structs.get(info.cls)
        if made is not None:
            return made
        members: dict[str, tuple[str, Write]] = {}

        def write(value: Any) -> str:
            try:
                found = [(*members[name], item) for name, item in value.items()]
            except KeyError:  # a file, which is no field of a request
                found = [(*of(name), item) for name, item in value.items()]
            inner = [_member(head, item, write) for head, write, item in found]
            return f"<struct>{''.join(inner)}</struct>"

        def of(name: str) -> tuple[str, Write]:
            return members.get(name) or (_head(name), anything)

        self._structs[info.cls] = write
        if info.tag_field is not None:
            members[info.tag_field] = _head(info.tag_field), anything
        for field in info.fields:
            members[field.encode_name] = _head(field.encode_name), self._of(field.type)
        return write

    def _union(self, kinds: list[types.Type]) -> Write:
        structs = [kind for kind in kinds if isinstance(kind, types.StructType)]
        by_tag = {kind.tag: self._struct(kind) for kind in structs}
        tag = structs[0].tag_field if structs else None

        def write(value: Any) -> str:
            known = by_tag.get(value.get(tag)) if type(value) is dict else None
            return anything(value) if known is None else known(value)

        return write


def anything(value: Any) -> str:
    """A value of no type in particular."""
    match value:
        case None:
            return NIL
        case bool():
            return f"<boolean>{value:d}</boolean>"
        case str():
            return text(value)
        case int():
            return _number(value)
        case float():
            return double(value)
        case bytes():
            return f"<base64>{base64.b64encode(value).decode()}</base64>"
        case dict():
            return _struct_of(value, lambda _: anything)
        case list() | tuple():
            return _array(anything)(value)
        case _:
            raise Unwritable(f"a {type(value).__name__} has no form in XML-RPC")


def text(value: str) -> str:
    """A text; one that XML cannot hold goes as base64."""
    if _SPECIAL.search(value) is None:
        return f"<string>{value}</string>"
    if FORBIDDEN.search(value) is None:
        return f"<string>{escaped(value)}</string>"
    return f"<base64>{base64.b64encode(value.encode()).decode()}</base64>"


def double(value: float) -> str:
    """A number, without an exponent, which the specification does not have."""
    if not math.isfinite(value):
        raise Unwritable("a double is a finite number")
    digits = repr(float(value))
    if "e" in digits:
        digits = format(Decimal(digits), "f")
        digits = digits if "." in digits else f"{digits}.0"
    return f"<double>{digits}</double>"


def escaped(value: str) -> str:
    """Text within an element; a carriage return would come back as a line feed (§2.11)."""
    return escape(value, {"\r": "&#13;"})


def _int(value: float) -> str:
    """A whole number, be it a float: 1.0 is one."""
    return f"<int>{int(value)}</int>"


def _wide(value: float) -> str:
    return f"<string>{int(value)}</string>"


def _number(value: int) -> str:
    """A whole number whose type says nothing of its size."""
    if INT32[0] <= value <= INT32[1]:
        return _int(value)
    if -(2**63) <= value < 2**63:
        return f"<i8>{value}</i8>"
    return f"<biginteger>{value}</biginteger>"


def _array(item: Write) -> Write:
    def write(value: Any) -> str:
        items = [NIL if each is None else item(each) for each in value]
        inner = "".join([f"<value>{each}</value>" for each in items])
        return f"<array><data>{inner}</data></array>"

    return write


def _struct_of(value: dict[str, Any], write: Callable[[str], Write]) -> str:
    found = value.items()
    members = [_member(_head(name), item, write(name)) for name, item in found]
    return f"<struct>{''.join(members)}</struct>"


def _member(head: str, value: Any, write: Write) -> str:
    return f"{head}{NIL if value is None else write(value)}</value></member>"


def _head(name: str) -> str:
    """How a member begins."""
    if _SPECIAL.search(name) is not None:
        if FORBIDDEN.search(name) is not None:
            raise Unwritable("a key holds a character that XML cannot hold")
        name = escaped(name)
    return f"<member><name>{name}</name><value>"
