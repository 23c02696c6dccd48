"""Splits the lists that headers hold, where quotes may hide a separator (RFC 9110 §5.6)."""

import re

_SIGN = re.compile(r'["\\,;]')


def split(text: str, separator: str = ",", *, escapes: bool = True) -> list[str]:
    """The elements of a list without the blanks around them; empty ones are none.

    escapes: whether a backslash in quotes takes the meaning of the next character, as in a
    quoted-string; in an entity tag it does not (§8.8.3).
    """
    if '"' not in text:
        parts = text.split(separator)
    else:
        parts, begin, after, quoted = [], 0, 0, False
        for found in _SIGN.finditer(text):
            at, sign = found.start(), found.group()
            if at < after:
                continue
            if sign == '"':
                quoted = not quoted
            elif sign == "\\":
                after = at + 2 if quoted and escapes else after
            elif sign == separator and not quoted:
                parts.append(text[begin:at])
                begin = at + 1
        parts.append(text[begin:])
    return [part for part in (part.strip(" \t") for part in parts) if part]


def unquote(text: str) -> str:
    """The text of a quoted-string; anything else as it is."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def quote(text: str) -> str:
    """A text as a quoted-string."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
