"""Lays bodies out for people: on one line, or over several, with every character visible."""

import json
from typing import Any

from generator.diagnostics.render import visible


def compact(text: str) -> str:
    """A body on one line; JSON with blanks between its members."""
    try:
        return _json(json.loads(text))
    except ValueError:
        return " ".join(text.split())


def spread(text: str, width: int) -> str:
    """A body as it is, but JSON over several lines where one would be too long."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    line = _json(value)
    return line if len(line) <= width else _json(value, indent=2)


def is_shown(body: bytes, text: str) -> bool:
    """Whether a text is the body itself, however laid out, and not another form of it."""
    try:
        return compact(body.decode()) == compact(text)
    except UnicodeDecodeError:
        return text == body.hex(" ")


def _json(value: Any, indent: int | None = None) -> str:
    """JSON in which every character shows: what does not is escaped, as JSON escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii():
        return text
    return "".join(char if _shows(char) else json.dumps(char)[1:-1] for char in text)


def _shows(char: str) -> bool:
    return char == "\n" or visible(char) == char
