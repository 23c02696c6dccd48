"""Decides in which quotes a text stands: plain where every reader takes it for the same text."""

import re

from generator.contract.source.quoting import quoted
from generator.contract.source.scalars import MAYBE_NO_TEXT, OutOfBounds, plain_value

# Indicators of YAML, and what begins patterns and paths that readers take for one.
_BEGINS = frozenset("-?:,[]{}#&*!|>'\"%@`^=~ \\")
_NOT_PLAIN = re.compile(r":(?=\s|$)|\s#|\\|\s$")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}]|:(?=\s|$)|\s#|\\|\s$")
_LEGACY = "y n yes no on off"
# What readers of YAML 1.1 take for truth values, numbers in base 2 or with `_`, times and instants.
_WORDS = frozenset(
    spelled for word in _LEGACY.split() for spelled in (word, word.title(), word.upper())
)
_NUMBER = re.compile(r"[-+]?(0b[01_]+|[0-9][0-9_]*|[0-9_]+\.[0-9_]*)")
_CLOCK = re.compile(r"[-+]?[0-9][0-9-]*([Tt ]\s*[0-9]+)?:[0-5]?[0-9].*")
_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9_./<>]*[A-Za-z0-9>]")


def spelled(text: str, *, flow: bool, key: bool) -> str | None:
    """A text as it stands in the layout; None where only its author can know how to write it.

    flow: within ``{…}`` or ``[…]``; key: before a colon.
    """
    if _SIMPLE.fullmatch(text) and (key or text not in _WORDS) and text[0] not in MAYBE_NO_TEXT:
        return text
    if not text.isprintable():
        return None
    try:
        plain = _is_plain(text, flow, key)
    except OutOfBounds:
        return None
    return text if plain else quoted(text)


def _is_plain(text: str, flow: bool, key: bool) -> bool:
    if not text or text[0] in _BEGINS:
        return False
    if (_NOT_IN_FLOW if flow or key else _NOT_PLAIN).search(text):
        return False
    if text[0] in MAYBE_NO_TEXT and not isinstance(plain_value(text), str):
        return False
    return key or not (text in _WORDS or _NUMBER.fullmatch(text) or _CLOCK.fullmatch(text))
