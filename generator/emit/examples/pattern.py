"""Turns a regular expression of the RE2 subset into a text that matches it, the same every time.

The text takes the first alternative, the first character of a set, and the fewest repeats that
reach the wanted length.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.contract.resolve.patterns import matches

_REPEAT = re.compile(r"\{(\d+)(?:,(\d*))?\}", re.ASCII)
_CLASSES = {"d": "1", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a"}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
_PROPERTIES = {"L": "a", "Lu": "A", "Ll": "a", "N": "1", "Nd": "1", "P": "-", "S": "+", "Z": " "}
_POSIX = {"alpha": "a", "digit": "1", "alnum": "a", "upper": "A", "lower": "a", "xdigit": "a"}
_PREFERRED = "a1A-_. /:@"  # tried for a negated set, in this order

# A part of a text, given how many extra repeats each repeat may take.
_Part = Callable[[int], str]


@dataclass
class _PatternParser:
    text: str
    at: int = 0

    @property
    def char(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, count: int = 1) -> str:
        taken = self.text[self.at : self.at + count]
        self.at += count
        return taken

    def skip(self, what: str) -> bool:
        found = self.text.startswith(what, self.at)
        self.at += len(what) if found else 0
        return found


def matching(pattern: str, *, shortest: int = 0, longest: int | None = None) -> str | None:
    """A text that matches, between two lengths; None when this simple way finds none."""
    try:
        part = _alternatives(_PatternParser(pattern))
    except (ValueError, StopIteration):
        return None
    for extra in range(max(shortest, 1) + 1):
        text = part(extra)
        if len(text) < shortest and not pattern.endswith("$"):
            text += "a" * (shortest - len(text))
        fits = len(text) >= shortest and (longest is None or len(text) <= longest)
        if fits and matches(pattern, text):
            return text
    return None


def _alternatives(reader: _PatternParser) -> _Part:
    first = _sequence(reader)
    while reader.skip("|"):
        _sequence(reader)
    return first


def _sequence(reader: _PatternParser) -> _Part:
    parts: list[_Part] = []
    while reader.char and reader.char not in "|)":
        parts.append(_repeated(reader, _atom(reader)))
    return lambda extra: "".join(part(extra) for part in parts)


def _repeated(reader: _PatternParser, part: _Part) -> _Part:
    match reader.char:
        case "*" | "?":
            least, most = 0, None if reader.char == "*" else 1
            reader.take()
        case "+":
            least, most = 1, None
            reader.take()
        case "{" if found := _REPEAT.match(reader.text, reader.at):
            reader.take(len(found[0]))
            least = int(found[1])
            most = least if found[2] is None else int(found[2]) if found[2] else None
        case _:
            return part
    reader.skip("?")

    def repeat(extra: int) -> str:
        times = least + extra if most is None else min(least + extra, most)
        return part(0) * times

    return repeat


def _atom(reader: _PatternParser) -> _Part:
    char = reader.take()
    match char:
        case "^" | "$":
            return _text("")
        case ".":
            return _text("a")
        case "(":
            if reader.skip("?"):
                reader.skip(":")
                if reader.skip("P<") or reader.skip("<"):
                    reader.take(reader.text.index(">", reader.at) - reader.at + 1)
            inside = _alternatives(reader)
            reader.skip(")")
            return inside
        case "[":
            return _text(_set(reader))
        case "\\":
            return _text(_escape(reader))
        case _:
            return _text(char)


def _text(text: str) -> _Part:
    return lambda _: text


def _escape(reader: _PatternParser) -> str:
    char = reader.take()
    if char in "bBAz":
        return ""
    if char in "pP":
        name = reader.take()
        if name == "{":
            name = reader.take(reader.text.index("}", reader.at) - reader.at)
            reader.take()
        return _PROPERTIES.get(name, "a") if char == "p" else "-"
    if char in "xu":
        digits = 2 if char == "x" else 4
        if reader.skip("{"):
            digits = reader.text.index("}", reader.at) - reader.at
        code = chr(int(reader.take(digits), 16))
        reader.skip("}")
        return code
    return _CLASSES.get(char) or _CONTROLS.get(char) or char


def _set(reader: _PatternParser) -> str:
    """One character of a set: the first it names, or the first that a negated one does not."""
    start = reader.at - 1
    negated = reader.skip("^")
    first: str | None = None
    while reader.char and (reader.char != "]" or first is None):
        if reader.skip("[:"):
            name = reader.take(reader.text.index(":]", reader.at) - reader.at)
            reader.take(2)
            char = _POSIX.get(name, "a")
        elif reader.skip("\\"):
            char = _escape(reader)
        else:
            char = reader.take()
        if first is None:
            first = char
    reader.take()
    if not negated:
        return first or ""
    source = f"^{reader.text[start : reader.at]}$"
    return next(char for char in _PREFERRED if matches(source, char))
