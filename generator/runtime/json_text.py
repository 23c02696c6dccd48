"""Reads JSON: at once where all is well, else with a flaw wherever something is not a value.

What is valid JSON and has no value in Python (a number beyond float64, a lone surrogate), what
stands twice in one object (RFC 8259 §4) and what is too deep is for the judge to tell, at its
place: only what is not JSON is said to be none.
"""

import json
import math
import re
from typing import Any

import msgspec

from .validation.violations import DEEPEST, Flaw

# Python converts no longer texts to an int.
_LONGEST_INT = 4000
# Deeper parts are left out: the judge refuses what is above them.
_CUT = 2 * DEEPEST
# Strings and brackets that are looked at to find what is too deep: some 0.2 seconds.
_TOKENS = 500_000

# Possessive: to be able to go back over a long text takes 40 bytes for each of its escapes.
_MEMBER = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"\s*+(:)?')
_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|\[+|\]+|\{+|\}+')
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK_COLON = (b" :", b"\n:", b"\r:", b"\t:")
_CONTAINERS = frozenset({dict, list})
_decode = msgspec.json.Decoder().decode


class NotJson(Exception):
    """The bytes are not JSON, or so deep that nobody looks where."""


def read(body: bytes) -> Any:
    """The value of a JSON text (RFC 8259); NotJson for what is not one."""
    try:
        value = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return read_closely(body)
    if may_repeat(body, value):
        return read_closely(body)
    return value


def may_repeat(body: bytes, value: Any, others: int = 0) -> bool:
    """Whether an object in a text may have a member twice, of which the value has one.

    others: members of the text that are not in the value.
    """
    colons = body.count(b":")
    if colons < 2 or (type(value) is dict and colons == len(value) + others):
        return False
    return not counted(body, _members([value]) + others)


def counted(body: bytes, members: int) -> bool:
    """Whether the objects in a text have so many members in all, if they have no fewer."""
    if body.count(b":") == members:
        return True
    # A colon after a quote ends a name, but for those few that are in a string.
    blank = any(blank in body for blank in _BLANK_COLON)
    if not blank and body.count(b'":') == members:
        return True
    return _MEMBER.findall(body).count(b":") == members


def read_closely(body: bytes) -> Any:
    """The same by a slower way, which puts a Flaw where there is one."""
    try:
        text = body.decode()
        try:
            return _value(text)
        except RecursionError:
            return _value(_cut(text))
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from None


def _value(text: str) -> Any:
    value = _loads(text)
    return _mended(value) if "\\u" in text else value


def _loads(text: str) -> Any:
    return json.loads(
        text,
        object_pairs_hook=_object,
        parse_int=_int,
        parse_float=_float,
        parse_constant=_refuse,
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                made[name] = Flaw("is given more than once")
            seen.add(name)
    return made


def _int(text: str) -> Any:
    return int(text) if len(text) < _LONGEST_INT else _large()


def _float(text: str) -> Any:
    number = float(text)
    return number if math.isfinite(number) else _large()


def _large() -> Flaw:
    return Flaw("must be a number that a float64 can hold")


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is not a value of JSON")


def _cut(text: str) -> str:
    """The text without what is far too deep; RecursionError where that would take too long."""
    kept: list[str] = []
    depth = begin = 0
    for count, token in enumerate(_BRACKETS.finditer(text)):
        first = text[token.start()]
        if first == '"':
            continue
        if count > _TOKENS:
            raise RecursionError("the value is nested too deeply")
        step = token.end() - token.start()
        if first in "[{":
            if depth <= _CUT < depth + step:
                kept.append(text[begin : token.start() + _CUT - depth])
            depth += step
        else:
            if depth > _CUT >= depth - step:
                begin = token.end() - (_CUT - (depth - step))
                kept.append("null")
            depth -= step
    return "".join([*kept, text[begin:]])


def _mended(value: Any) -> Any:
    """With flaws for texts that UTF-8 cannot hold."""
    match value:
        case str() if _SURROGATE.search(value):
            return Flaw("must be a text that UTF-8 can hold")
        case dict():
            return _renamed({name: _mended(item) for name, item in value.items()})
        case list():
            return [*map(_mended, value)]
        case _:
            return value


def _renamed(value: dict[str, Any]) -> dict[str, Any]:
    """With a flaw for each member whose name UTF-8 cannot hold, at the name nearest to it."""
    flaws = {
        _SURROGATE.sub("\ufffd", name): Flaw("must have a name that UTF-8 can hold")
        for name in value
        if _SURROGATE.search(name)
    }
    if not flaws:
        return value
    kept = {name: item for name, item in value.items() if not _SURROGATE.search(name)}
    return kept | flaws


def _members(value: Any) -> int:
    """How many members all objects of a value have."""
    count = 0
    todo = [value]
    while todo:
        items = todo.pop()
        if type(items) is dict:
            count += len(items)
            items = items.values()
        todo += [item for item in items if type(item) in _CONTAINERS]
    return count
