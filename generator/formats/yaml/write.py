"""Turns plain values into YAML: block style, quotes only where needed, the same bytes each time.

What it prints means the same to a YAML 1.1 reader as to a 1.2 one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN = re.compile(
    r"[A-Za-z_/$](?:[A-Za-z0-9_\-./+()@=,;!?%&*'\"$^|~<>{}\[\]]|:(?=\S))*(?: (?:[^\s:#]|:(?=\S))+)*"
)
# Words that YAML 1.1 or 1.2 reads as something else than text.
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_yaml(value: Any, anchors: Mapping[str, Any] | None = None) -> bytes:
    """The document that a value is: dict, list, str, int, float, bool or None.

    anchors: values of keys that are written once, by the names that stand for them wherever else
    they are (``&name``, ``*name``), for readers that know aliases.
    """
    return ("\n".join(_Writer(anchors or {}).lines(value, 0)) + "\n").encode()


class _Writer:
    def __init__(self, anchors: Mapping[str, Any]) -> None:
        self._anchors = anchors
        self._written: set[str] = set()

    def lines(self, value: Any, indent: int) -> Iterator[str]:
        """A value as the lines of a block; the first one too is indented."""
        blank = " " * indent
        if isinstance(value, dict) and value:
            for key, item in value.items():
                yield from self._entry(f"{blank}{_scalar(key)}:", item, indent)
        elif isinstance(value, list) and value:
            for item in value:
                if isinstance(item, dict | list) and item:
                    first, *rest = self.lines(item, indent + 2)
                    yield f"{blank}- {first[indent + 2 :]}"
                    yield from rest
                else:
                    yield from self._entry(f"{blank}-", item, indent)
        else:
            yield blank + _scalar(value)

    def _entry(self, start: str, item: Any, indent: int) -> Iterator[str]:
        """``key: value`` or ``- value``, over as many lines as the value needs."""
        if isinstance(item, dict | list) and item:
            anchor = next((name for name, one in self._anchors.items() if one == item), None)
            if anchor is None:
                yield start
            elif anchor in self._written:
                yield f"{start} *{anchor}"
                return
            else:
                self._written.add(anchor)
                yield f"{start} &{anchor}"
            yield from self.lines(item, indent + 2)
        else:
            yield from _scalar_entry(start, item, indent)


def _scalar_entry(start: str, item: Any, indent: int) -> Iterator[str]:
    if isinstance(item, str) and _fits_block(item):
        yield f"{start} {'|' if item.endswith(chr(10)) else '|-'}"
        blank = " " * (indent + 2)
        for line in item.removesuffix("\n").split("\n"):
            yield f"{blank}{line}" if line else ""
    else:
        yield f"{start} {_scalar(item)}"


def _scalar(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _number(value)
        case str():
            return _text(value)
        case dict():
            return "{}"
        case list():
            return "[]"
        case _:
            raise TypeError(f"not a plain value: {value!r}")


def _number(value: float) -> str:
    """YAML 1.1 wants a point before an exponent: ``1.0e+300``."""
    mantissa, e, exponent = repr(value).partition("e")
    return f"{mantissa}.0e{exponent}" if e and "." not in mantissa else repr(value)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.isascii() and text.lower() not in _WORDS:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _fits_block(text: str) -> bool:
    """Whether a text with several lines can stand as it is, below ``|``."""
    lines = text.removesuffix("\n").split("\n")
    return (
        "\n" in text
        and all(line.isprintable() for line in lines)
        and not any(line.isspace() for line in lines)
        and bool(lines[0])
        and not lines[0].startswith(" ")
        and bool(lines[-1])
    )
