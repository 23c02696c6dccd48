"""Lays XML out for people: an element takes one line where it fits, else its parts take one each.

Elements around a single one share its lines: ``<params><param><value><struct>``.

Names, values and text stay as they are; only blanks between elements are new.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_LONG = re.compile(r">([^<>]{1000,})<")
_UNBROKEN = 48  # characters without a blank
_DEEP = 200  # elements in each other
_HEAD = 32  # characters that are left of a long text


@dataclass(slots=True)
class _Element:
    start: str
    end: str
    parts: list["_Element | str"] = field(default_factory=list)

    @property
    def flat(self) -> str:
        inner = "".join(part if isinstance(part, str) else part.flat for part in self.parts)
        return f"{self.start}{inner}{self.end}"

    @property
    def is_mixed(self) -> bool:
        """Whether text stands in it, so that a blank would change it."""
        return not self.parts or any(isinstance(part, str) for part in self.parts)

    @property
    def is_leaf(self) -> bool:
        """Whether it holds but one value, however deep."""
        element = self
        while len(element.parts) == 1 and isinstance(only := element.parts[0], _Element):
            element = only
        return element.is_mixed


class _OtherError(Exception):
    """It holds what is not laid out: a DTD, a comment, an instruction, elements without end."""


def laid_out(text: str, width: int) -> str | None:
    """Lines of at most so many characters, where they can be; None for what is no XML."""
    if not text.lstrip().startswith("<"):
        return None
    try:
        root = _parsed(text)
    except (expat.ExpatError, _OtherError):
        return None
    declaration = re.match(r"\s*(<\?xml [^>]*\?>)", text)
    lines = [declaration[1]] if declaration else []
    return "\n".join([*lines, *_lines(root, "", width)])


def one_line(text: str) -> str | None:
    """The same on one line that may be broken, without its declaration; None for what is no XML."""
    found = laid_out(text, _UNBROKEN)
    if found is None:
        return None
    return " ".join(line.strip() for line in found.split("\n") if not line.startswith("<?"))


def shortened(text: str) -> str:
    """XML with long texts cut, and how long they are."""
    return _LONG.sub(lambda found: f">{_cut(found[1])}<", text)


def _cut(text: str) -> str:
    head = text[:_HEAD].rpartition("&")[0] or text[:_HEAD]
    return f"{head}… ({len(text) - len(head):,} more)"


def _parsed(text: str) -> _Element:
    data = text.encode()
    top = _Element("", "")
    open_now = [top]
    parser = expat.ParserCreate("utf-8")  # whatever it was before it became text
    parser.buffer_text = True
    parser.ordered_attributes = True

    def start(name: str, attributes: list[str]) -> None:
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        told = "".join(f" {key}={quoteattr(value)}" for key, value in pairs)
        if len(open_now) > _DEEP:
            raise _OtherError
        one = _Element(f"<{name}{told}>", f"</{name}>")
        open_now[-1].parts.append(one)
        open_now.append(one)

    def end(_name: str) -> None:
        closed = open_now.pop()
        at = parser.CurrentByteIndex
        if not closed.parts and data[at - 2 : at] == b"/>":  # one tag is both
            closed.start, closed.end = f"{closed.start[:-1]}/>", ""
        inside = [part for part in closed.parts if not isinstance(part, str) or part.strip()]
        if any(isinstance(part, _Element) for part in inside):
            closed.parts = inside  # blanks between elements are layout

    def other(*_: object) -> None:
        raise _OtherError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda data: open_now[-1].parts.append(escape(data))
    parser.StartDoctypeDeclHandler = other
    parser.CommentHandler = other
    parser.ProcessingInstructionHandler = other
    parser.Parse(data, True)
    (root,) = (part for part in top.parts if isinstance(part, _Element))
    return root


def _lines(element: _Element, margin: str, width: int) -> Iterator[str]:
    line = f"{margin}{element.flat}"
    if len(line) <= width or element.is_leaf:
        yield line
        return
    start, end = element.start, element.end
    while len(element.parts) == 1:
        element = _only(element)
        start, end = f"{start}{element.start}", f"{element.end}{end}"
    yield f"{margin}{start}"
    for part in element.parts:
        if isinstance(part, _Element):
            yield from _lines(part, f"{margin}  ", width)
    yield f"{margin}{end}"


def _only(element: _Element) -> _Element:
    (part,) = element.parts
    assert isinstance(part, _Element)
    return part
