"""Lays messages out for people: bodies on one line or over several, every character visible."""

import json
import re
from collections.abc import Sequence
from http import HTTPStatus

import msgspec

from generator.diagnostics.render import visible
from generator.formats import readable_xml

_BYTES = 48  # of a body that is not text

_LONG = re.compile(r'"(?:[^"\\]|\\.){1000,}"')  # a string in JSON or in the text form of protobuf
_PIECE = re.compile(r"(?:[^\\]|\\[0-7]{3}|\\.){32}")


def http_status(status: int) -> str:
    """A status with its phrase: ``201 Created``."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def readable(body: bytes) -> str:
    """A body as text; of what is none, the first bytes in hexadecimal, and how many follow."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return hexadecimal(body)


def hexadecimal(body: bytes) -> str:
    """The first bytes, and how many follow."""
    more = len(body) - _BYTES
    return f"{body[:_BYTES].hex(' ')} … ({more:,} more)" if more > 0 else body.hex(" ")


def shortened(text: str) -> str:
    """A body's text with long strings cut, and how long they are: ``"3q2+7w… (53,764 more)"``."""
    if len(text) < 1000:
        return text
    if text.startswith("<"):
        return readable_xml.shortened(text)
    return _LONG.sub(_cut, text)


def _cut(found: re.Match[str]) -> str:
    inner = found[0][1:-1]
    head = _PIECE.match(inner)
    assert head is not None  # it has a thousand characters
    return f'"{head[0]}… ({len(inner) - head.end():,} more)"'


def compact(text: str) -> str:
    """A body on one line; JSON and XML with blanks where a line may break."""
    try:
        return _json(text, indent=0)
    except msgspec.DecodeError:
        found = readable_xml.one_line(text)
        return " ".join(text.split()) if found is None else found


def spread(text: str, width: int) -> str:
    """A body as it is, but JSON and XML over several lines where one would be too long."""
    try:
        line = _json(text, indent=0)
    except msgspec.DecodeError:
        found = readable_xml.laid_out(text, width)
        return text if found is None else found
    return line if len(line) <= width else _laid_out(_json(text, indent=2), width)


def is_shown(body: bytes, text: str) -> bool:
    """Whether a text is the body itself, however laid out, and not another form of it."""
    try:
        return compact(shortened(body.decode())) == compact(text)
    except UnicodeDecodeError:
        return text == hexadecimal(body)


def _laid_out(text: str, width: int) -> str:
    """Indented JSON whose innermost objects and lists take one line where they fit."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append(line)
        bare = line.strip().rstrip(",")
        if bare not in ("}", "]"):
            continue
        margin = len(line) - len(line.lstrip())
        start = len(lines) - 2
        while len(lines[start]) - len(lines[start].lstrip()) > margin:
            start -= 1
        inner = [part.strip() for part in lines[start + 1 :]]
        joined = f"{lines[start]}{' '.join(inner[:-1])}{inner[-1]}"
        if len(joined) <= width:
            lines[start:] = [joined]
    return "\n".join(lines)


def _json(text: str, *, indent: int) -> str:
    """JSON laid out, every character visible: what is none is escaped, as JSON escapes."""
    laid_out = msgspec.json.format(text, indent=indent)
    if laid_out.isascii():
        return laid_out
    return "".join(char if _shows(char) else json.dumps(char)[1:-1] for char in laid_out)


def _shows(char: str) -> bool:
    return char == "\n" or visible(char) == char


def listed(parts: Sequence[str], last: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
