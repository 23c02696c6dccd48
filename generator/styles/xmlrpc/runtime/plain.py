"""Reads plain messages of XML-RPC, which most are, with one regular expression.

A plain message has no attributes, entities, comments or CDATA, and a type in every value: what
matches is XML, and means here what it means to a parser. Anything else is left to the parser.
"""

import re
from typing import Any, NamedTuple

from generator.runtime.validation.violations import DEEPEST
from generator.styles.xmlrpc.runtime.scalars import KEPT, SCALARS, Refuse


class Message(NamedTuple):
    """A call (then it has a method), or a response.

    marked: whether a value in it keeps its text, until the type that it is for is known.
    """

    method: str | None
    params: list[Any]
    fault: Any
    marked: bool


_S = "[ \t\r\n]*+"
# What XML 1.0 can hold (§2.2), but a carriage return, which a parser makes a line feed (§2.11).
_TEXT = "[^<>&\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
_UTF8 = "[uU][tT][fF]-8"
_ENCODING = f"(?: encoding=(?:'{_UTF8}'|\"{_UTF8}\"))?"
_DECLARED = rf"<\?xml version=(?:'1\.0'|\"1\.0\"){_ENCODING} ?\?>"
_CALL = f"<methodCall>{_S}<methodName>({_TEXT}*+)</methodName>{_S}"
_HEAD = re.compile(
    f"(?:{_DECLARED})?{_S}(?:{_CALL}|<methodResponse>{_S})<params>{_S}",
)
_TAIL = re.compile(f"</params>{_S}</method(?:(Call)|Response)>{_S}")
_KINDS = "|".join(map(re.escape, SCALARS))
# Where a value stands in: a member, whose name follows, a parameter, or an array.
_BEGINS = f"(?:<member>{_S}<name>({_TEXT}++)</name>{_S}|(<param>){_S})?<value>{_S}"
_ENDS = f"</value>{_S}(?(1)</member>{_S}|(?(2)</param>{_S}))"
_SCALAR = rf"<(?:({_KINDS})>({_TEXT}*+)</\3>|nil/>){_S}{_ENDS}"
_OPENS = f"<(struct>|array>{_S}<data>){_S}"
_CLOSES = f"</(struct>|data>{_S}</array>){_S}</value>{_S}(</member>|</param>)?{_S}"
# What is longer is read in pieces.
_LONG = 128 * 1024
_TOKENS = re.compile(
    f"{_BEGINS}(?:{_SCALAR}|{_OPENS})|{_CLOSES}|(.+)",
    re.DOTALL,
).findall


def read_plain(body: bytes, charset: str | None, refuse: Refuse) -> Message | None:
    """A message, if it is so plain; see ``messages.read``."""
    if len(body) >= _LONG or (charset is not None and charset.lower() != "utf-8"):
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    head = _HEAD.match(text)
    end = text.rfind("</params>")
    if head is None or end < head.end():
        return None
    tail = _TAIL.fullmatch(text, end)
    if tail is None or (head[1] is None) != (tail[1] is None):
        return None
    return _message(head[1], _TOKENS(text, head.end(), end), refuse)


def _message(
    method: str | None,
    tokens: list[tuple[str, ...]],
    refuse: Refuse,
) -> Message | None:
    """What the tokens between ``<params>`` and its end come to; None where they do not fit."""
    params: list[Any] = []
    marked = False
    # What is open: the parameters, a struct, or the items of an array.
    inner: Any = params
    # What it stands in, and how its own value ends.
    outer: list[tuple[Any, str]] = []
    value: Any
    for name, param, kind, text, opened, closed, after, rest in tokens:
        if kind == "string":
            value = text
        elif kind:
            value = SCALARS[kind](text, refuse)
            marked = marked or type(value) in KEPT
        elif opened:
            value = {} if opened == "struct>" else []
        elif not closed and not rest:
            value = None
        else:
            # An array is a list, and so are the parameters, which nothing closes.
            holds = dict if closed == "struct>" else list
            if rest or not outer or type(inner) is not holds:
                return None
            inner, ends = outer.pop()
            if after != ends:
                return None
            continue
        if name:
            if type(inner) is not dict or name in inner:
                return None
            inner[name] = value
        elif type(inner) is not list or (not param) is (not outer):
            return None
        else:
            inner.append(value)
        if opened:
            if len(outer) == DEEPEST:
                return None
            ends = "</member>" if name else "</param>" if param else ""
            outer.append((inner, ends))
            inner = value
    return None if outer else Message(method, params, None, marked)
