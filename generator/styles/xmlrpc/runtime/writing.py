"""Writes values as XML-RPC has them, by their types.

Whole numbers of more than 32 bits, decimals, instants and the like are text; what is absent is left
out. Text that XML 1.0 cannot hold (§2.2) goes as ``<base64>`` of its UTF-8: nothing is lost.
"""

import base64
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from msgspec import inspect as types

from generator.runtime.long_stack import deep_call, type_info
from generator.runtime.shape import without_none
from generator.runtime.unions import plain, quick
from generator.styles.xmlrpc.runtime.reading import INT32, fits

Write = Callable[[Any], str]
# A pattern for the members of a struct, and what writes those that it needs text of.
_Pattern = tuple[str, list[tuple[int, Write]]]

PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>'
NIL = "<nil/>"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[&<>\r]|" + FORBIDDEN.pattern)
_KEPT = (bytes,)
_TAIL = "</value></member>"
# Sets of members whose patterns are kept: who sends may choose any.
_MOST_PATTERNS = 64


class Unwritable(ValueError):
    """XML-RPC has no form for a value."""


class Writer:
    """What writes values of one type: what stands in a ``<value>``."""

    def __init__(self, type_: Any) -> None:
        self._type = type_
        # Most messages have no text that XML has another form for.
        self._plain = _Forms(text=_PLAIN_TEXT).of(type_)
        self._closely: Form | None = None

    def write(self, value: Any) -> str:
        """A value of the contract's types; raises Unwritable, and what JSON raises."""
        data = plain(value, kept=_KEPT)
        form = self._plain
        if not _is_plain(data):
            if self._closely is None:
                self._closely = _Forms(text=Form("%s", text)).of(self._type)
            form = self._closely
        return form.of(data)


class Form(NamedTuple):
    """How values of one type are written: a pattern, of what ``write`` makes of a value."""

    pattern: str
    write: Callable[[Any], Any] | None = None

    def of(self, value: Any) -> str:
        """A value, or None."""
        if value is None:
            return NIL
        return self.pattern % (value if self.write is None else self.write(value),)


_PLAIN_TEXT = Form("<string>%s</string>")
_INT = Form("<int>%d</int>")  # be it a float: 1.0 is one
_WIDE = Form("<string>%d</string>")
_BOOLEAN = Form("<boolean>%d</boolean>")


def _is_plain(data: Any) -> bool:
    """Whether no text in JSON data is special: JSON has it as it is, or an escape for it."""
    json = quick(data)
    return not (
        b"\\" in json
        or b"&" in json
        or b"<" in json
        or b">" in json
        # U+FFFE and U+FFFF are forbidden, and some others are not.
        or b"\xef\xbf" in json
    )


class _Forms:
    """The forms of a type and of all that is in it; text: that of what is text."""

    def __init__(self, text: Form) -> None:
        self._text = text
        self._structs: dict[type, Form] = {}

    def of(self, type_: Any) -> Form:
        """The form of a type's values, which may all be None, where an update clears them."""
        return deep_call(lambda: self._of(type_info(type_)))

    def _of(self, info: types.Type) -> Form:
        kinds, _ = without_none(info)
        if len(kinds) != 1:
            return self._union(kinds)
        match kinds[0]:
            case types.StructType() as struct:
                return self._struct(struct)
            case types.ListType(item_type=inner):
                return Form("<array><data>%s</data></array>", _items(self._of(inner)))
            case types.DictType(value_type=inner):
                item = self._of(inner)
                return Form("%s", lambda value: _struct_of(value, lambda _: item.of))
            case types.IntType() as whole:
                return _INT if fits(whole) else _WIDE
            case types.BoolType():
                return _BOOLEAN
            case types.FloatType():
                return Form("%s", double)
            case types.AnyType() | types.BytesType():
                return _ANY
            case _:
                return self._text

    def _struct(self, info: types.StructType) -> Form:
        made = self._structs.get(info.cls)
        if made is None:
            record = _Record()
            made = self._structs[info.cls] = Form("%s", record.write)
            for field in info.fields:
                record.members[field.encode_name] = self._of(field.type)
        return made

    def _union(self, kinds: list[types.Type]) -> Form:
        structs = [kind for kind in kinds if isinstance(kind, types.StructType)]
        by_tag = {kind.tag: self._struct(kind) for kind in structs}
        tag = structs[0].tag_field if structs else None

        def write(value: Any) -> str:
            known = by_tag.get(value.get(tag)) if type(value) is dict else None
            return anything(value) if known is None else known.of(value)

        return Form("%s", write)


class _Record:
    """Writes structs of one type, with one pattern for all that have the same members."""

    def __init__(self) -> None:
        self.members: dict[str, Form] = {}
        self._patterns: dict[tuple[str, ...], _Pattern] = {}

    def write(self, value: dict[str, Any]) -> str:
        """A struct; what is no field of it is of no type: a tag, or a request's file."""
        items: Any = (*value.values(),)
        if None in items:
            return _struct_of(value, lambda name: self.members.get(name, _ANY).of)
        names = (*value,)
        pattern = self._patterns.get(names) or self._pattern(names)
        text, writes = pattern
        if writes:
            items = [*items]
            for index, write in writes:
                items[index] = write(items[index])
            items = (*items,)
        found: str = text % items
        return found

    def _pattern(self, names: tuple[str, ...]) -> "_Pattern":
        forms = [self.members.get(name, _ANY) for name in names]
        heads = [_head(name).replace("%", "%%") for name in names]
        pairs = zip(heads, forms, strict=True)
        parts = [f"{head}{form.pattern}{_TAIL}" for head, form in pairs]
        writes = [(n, form.write) for n, form in enumerate(forms) if form.write]
        made = f"<struct>{''.join(parts)}</struct>", writes
        if len(self._patterns) < _MOST_PATTERNS:
            self._patterns[names] = made
        return made


def _items(item: Form) -> Write:
    pattern, write = item
    whole = f"<value>{pattern}</value>"

    def written(value: Any) -> str:
        if None in value:
            return "".join([f"<value>{item.of(each)}</value>" for each in value])
        if write is not None:
            value = map(write, value)
        return "".join([whole % (each,) for each in value])

    return written


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


_ANY = Form("%s", anything)


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
    return f"{head}{NIL if value is None else write(value)}{_TAIL}"


def _head(name: str) -> str:
    """How a member begins."""
    if _SPECIAL.search(name) is not None:
        if FORBIDDEN.search(name) is not None:
            raise Unwritable("a key holds a character that XML cannot hold")
        name = escaped(name)
    return f"<member><name>{name}</name><value>"
