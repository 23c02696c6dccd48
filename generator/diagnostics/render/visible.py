"""Turns text from a contract into text that is safe and honest on a terminal.

Escape sequences could repaint what stands above, and bidi marks could show a line in another
order than it is read ("Trojan Source"): all of them are printed as escapes instead.
"""

import unicodedata

_TAB = "    "
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")  # Persian and emoji need them, and they move nothing
_MARKS = frozenset({"Mn", "Me"})


def visible(text: str) -> str:
    """``text`` with every character that does not show as itself written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(visible_char, text))


def visible_char(char: str) -> str:
    """One character as it is shown."""
    if char == "\t":
        return _TAB
    if char in _JOINERS or unicodedata.category(char) not in _HIDDEN:
        return char
    number = ord(char)
    if number < 0x100:
        return {"\n": "\\n", "\r": "\\r"}.get(char, f"\\x{number:02x}")
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def width(shown: str) -> int:
    """How many columns of a terminal ``shown`` takes: 2 for wide characters, 0 for marks."""
    if shown.isascii():
        return len(shown)
    return sum(map(_char_width, shown))


def _char_width(char: str) -> int:
    if char in _JOINERS or unicodedata.category(char) in _MARKS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
