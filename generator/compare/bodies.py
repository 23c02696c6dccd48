"""Lays bodies out for people: on one line, or over several, with every character visible."""

import json

import msgspec

from generator.diagnostics.render import visible


def compact(text: str) -> str:
    """A body on one line; JSON with blanks between its members."""
    try:
        return _json(text, indent=0)
    except msgspec.DecodeError:
        return " ".join(text.split())


def spread(text: str, width: int) -> str:
    """A body as it is, but JSON over several lines where one would be too long."""
    try:
        line = _json(text, indent=0)
    except msgspec.DecodeError:
        return text
    return line if len(line) <= width else _json(text, indent=2)


def is_shown(body: bytes, text: str) -> bool:
    """Whether a text is the body itself, however laid out, and not another form of it."""
    try:
        return compact(body.decode()) == compact(text)
    except UnicodeDecodeError:
        return text == body.hex(" ")


def _json(text: str, *, indent: int) -> str:
    """JSON laid out, every character visible: what is none is escaped, as JSON escapes."""
    laid_out = msgspec.json.format(text, indent=indent)
    if laid_out.isascii():
        return laid_out
    return "".join(char if _shows(char) else json.dumps(char)[1:-1] for char in laid_out)


def _shows(char: str) -> bool:
    return char == "\n" or visible(char) == char
