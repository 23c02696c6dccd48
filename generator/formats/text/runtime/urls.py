"""Values as text in URLs and headers, and the way back."""

import math
import re
from collections.abc import Iterable
from typing import Any, Literal
from urllib.parse import quote
from urllib.parse import unquote as percent_decoded

import msgspec

from generator.runtime.http import lists

# The kinds of JSON values that a text can stand for.
Kind = Literal["string", "number", "boolean"]

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LONGEST_NUMBER = 400
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What stands for itself in a path, and is no "." or "..".
_SAFE = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
# No controls, and no blanks at the ends; in a list a token's characters and those that cannot be
# mistaken for a separator or a quote, else it travels in quotes.
_HEADER = re.compile(r"(?:[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?)?")
_LISTED = re.compile(r'[^\x00-\x20\x7f,"](?:[^\x00-\x1f\x7f,"]*[^\x00-\x20\x7f,"])?')
_QUOTED = re.compile(r"[^\x00-\x1f\x7f]*")
_LISTS = (list, tuple, set, frozenset)
_BOOLEANS = {"true": True, "false": False}


class NotText(ValueError):
    """Bytes of a URL that stand for no text."""


def each(value: Any) -> Iterable[Any]:
    """The items of what a caller may give for a list; anything else is the only one."""
    return value if isinstance(value, _LISTS) else [value]


def to_text(value: Any) -> str:
    """A scalar as text: ``true``, ``12.50``, ``2026-11-22``."""
    if isinstance(value, str):
        return str.__str__(value)
    plain = msgspec.to_builtins(value)
    return plain if isinstance(plain, str) else msgspec.json.encode(plain).decode()


def to_segment(value: Any) -> str:
    """A scalar as one segment of a path, whatever characters it has."""
    text = value if type(value) is str else to_text(value)
    if _SAFE.fullmatch(text):
        return text
    segment = quote(text, safe="")
    return segment.replace(".", "%2E") if segment in {".", ".."} else segment


def to_header(value: Any) -> str:
    """A scalar, or a list of them, as the value of a header (RFC 9110 §5.5, §5.6.1).

    ValueError for what would not come back: a header has no escape for a control.
    """
    if not isinstance(value, _LISTS):
        return _checked(to_text(value), _HEADER)
    return ", ".join(_listed(to_text(item)) for item in value)


def _listed(text: str) -> str:
    return text if _LISTED.fullmatch(text) else lists.quote(_checked(text, _QUOTED))


def _checked(text: str, form: re.Pattern[str]) -> str:
    if not form.fullmatch(text):
        raise ValueError("cannot travel in a header")
    return text


def from_header(text: str, kind: Kind, *, many: bool) -> Any:
    """The JSON value that a header stands for; beyond ASCII it is UTF-8."""
    if not text.isascii():
        text = text.encode("latin-1").decode("utf-8", "replace")
    if not many:
        return from_text(text, kind)
    return [from_text(lists.unquote(item), kind) for item in lists.split(text)]


def from_text(text: str, kind: Kind) -> Any:
    """The JSON value that a text stands for; else the text, for the schema to refuse."""
    if kind == "string":
        return text
    if kind == "boolean":
        return _BOOLEANS.get(text, text)
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return text
    if text.lstrip("-").isdigit():
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else text


def decoded(text: str) -> str:
    """What percent-encoded text stands for; refuses what stands for no text in UTF-8."""
    try:
        if _BROKEN.search(text) is None:
            return percent_decoded(text, errors="strict")
    except UnicodeDecodeError:
        pass
    raise NotText("The URL is not UTF-8, percent-encoded.")


def parse_query(query: bytes) -> list[tuple[str, str]]:
    """The parameters of a query, decoded, in their order."""
    pairs = []
    for part in query.decode("latin-1").split("&"):
        name, _, value = part.partition("=")
        if "%" in part or "+" in part:
            name, value = name.replace("+", " "), value.replace("+", " ")
            pairs.append((decoded(name), decoded(value)))
        elif part:
            pairs.append((name, value))
    return pairs
