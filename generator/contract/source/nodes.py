"""Turns YAML events into nodes in which every key and value has a place, and bounds them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.contract.source.events import EventSource
from generator.contract.source.problems import yaml as p
from generator.contract.source.scalars import (
    MAYBE_NO_TEXT,
    BadTag,
    OutOfBounds,
    plain_value,
    short_tag,
    tag_fits_collection,
    tagged_value,
)
from generator.contract.source.text import SourceText
from generator.diagnostics import Diagnostic, Problems, Span
from generator.model.node import Entry, Mapping, Node, Scalar, ScalarValue, Sequence

_MAX_REPEATED = 1_000_000  # characters and nodes that aliases may stand for, all together
_MAX_REPORTED = 100  # whoever wrote a file with more is served by none of them
_NO_KEY = re.compile(r"[\s:]")  # not in a key without a value, as in `{bytes, media_type: …}`

_span = tuple.__new__  # as Span(…) in a third of the time; there are two for each line


class Rejected(Exception):
    """The text is not worth reading further; the reason is among the problems."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet; in a mapping, keys and values take turns."""

    start: Any  # its event
    mapping: bool
    last: Span | None = None  # of what came last
    inside: list[Any] = field(default_factory=list)  # nodes, or in a mapping entries
    seen: dict[str, Span] = field(default_factory=dict)
    key: str | None = None  # None: not a usable one, so that its value is dropped
    key_span: Span | None = None  # None: the next node is a key
    weight: int = 1


class NodeBuilder:
    """Builds one document's nodes; what is wrong with it goes to ``problems``."""

    def __init__(self, text: SourceText, problems: Problems) -> None:
        self.root: Node | None = None
        self.complete = True  # nothing had to be left out
        self.scalars: list[Span] = []  # quoted and block ones, if the text has tabs
        self._text = text
        self._file = text.file
        self._problems = problems
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}  # None: not complete yet
        self._repeated = 0
        self._documents = 0
        self._reported = 0

    def build(self, source: EventSource) -> None:
        """Read all events; Rejected when the rest should not be looked at."""
        read: dict[type, Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._start,
            SequenceStartEvent: self._start,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }
        event = source.get_event()
        while type(event) is not StreamEndEvent:
            if type(event) in read:
                read[type(event)](event)
            event = source.get_event()

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report(p.several_documents(self._span(event)))
            raise Rejected
        for number, line in enumerate(self._text.lines[: event.end_mark.line], start=1):
            if line.startswith("%") and line.split("#")[0].split() != ["%YAML", "1.2"]:
                span = Span(self._file, number, 1, number, len(line.rstrip()) + 1)
                self._report(p.directive(span, line.rstrip()))

    def _scalar(self, event: Any) -> None:
        text, style = event.value, event.style
        span = self._span(event)
        if style:
            if style in "|>":
                span = self._text.trimmed(span)
            if self._text.has_tabs:
                self.scalars.append(span)
        value: ScalarValue = text
        if event.tag is not None or (not style and text[:1] in MAYBE_NO_TEXT):
            value = self._value(event.tag, text, span)
        stack, anchor = self._stack, event.anchor
        is_key = bool(stack) and stack[-1].key_span is None and stack[-1].mapping
        if is_key:
            self._key(stack[-1], value, text, bool(style), span)
            if anchor is None:
                return
        node = Scalar(value, text, span, bool(style))
        if anchor is not None:
            self._anchors[anchor] = (node, 1 + len(text))
        if not is_key:
            self._add(node, 1 + len(text), span)

    def _value(self, tag: str | None, text: str, span: Span) -> ScalarValue:
        try:
            return plain_value(text) if tag is None else tagged_value(tag, text)
        except OutOfBounds:
            self.complete = False
            self._report(p.number_too_large(span))
        except BadTag:
            self._report(p.tag(span, short_tag(tag or "")))
        return text

    def _key(self, frame: _Open, value: ScalarValue, text: str, quoted: bool, span: Span) -> None:
        frame.key, frame.key_span, frame.last = text, span, span
        if not isinstance(value, str):
            self._report(p.key_not_a_string(span, text, _what(value)))
        elif text == "<<" and not quoted:
            self._report(p.merge_key(span))
            self.complete, frame.key = False, None
            return
        first = frame.seen.setdefault(text, span)
        if first is not span:
            self._report(p.duplicate_key(span, text, first))
            frame.key = None

    def _start(self, event: Any) -> None:
        mapping, tag = type(event) is MappingStartEvent, event.tag
        if tag is not None and not tag_fits_collection(tag, mapping=mapping):
            self._report(p.tag(self._span(event), short_tag(tag)))
        if len(self._stack) >= p.MAX_DEPTH:
            self._report(p.too_deep(self._span(event)))
            raise Rejected
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(_Open(event, mapping))

    def _end(self, event: Any) -> None:
        frame = self._stack.pop()
        start, end, last = frame.start.start_mark, event.end_mark, frame.last
        if frame.start.flow_style or last is None:
            place = self._file, start.line + 1, start.column + 1, end.line + 1, end.column + 1
        else:  # its end event stands where the next thing begins
            place = self._file, start.line + 1, start.column + 1, last[3], last[4]
        span = _span(Span, place)
        node: Node
        if frame.mapping:
            node = Mapping(tuple(frame.inside), span)
        else:
            node = Sequence(tuple(frame.inside), span)
        if frame.start.anchor is not None:
            self._anchors[frame.start.anchor] = (node, frame.weight)
        self._add(node, frame.weight, span)

    def _alias(self, event: Any) -> None:
        span, name = self._span(event), event.anchor
        known = self._anchors.get(name)
        if known is None:
            problem = p.recursive_alias if name in self._anchors else p.unknown_anchor
            self._report(problem(span, name))
            self.complete = False
            self._add(Scalar(value=f"*{name}", text=f"*{name}", span=span), 1, span)
            return
        node, weight = known
        self._repeated += weight
        if self._repeated > _MAX_REPEATED:
            self._report(p.too_much_repeated(span))
            raise Rejected
        self._add(node, weight, span)

    def _add(self, node: Node, weight: int, span: Span) -> None:
        """Put a node where it belongs; ``span`` is where it stands (or its alias)."""
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.weight += weight
        if not frame.mapping:
            frame.inside.append(node)
        elif frame.key_span is None:
            self._unusual_key(frame, node, span)
        else:
            if not weight - 1 and span[1:3] == frame.key_span[3:5]:
                self._no_value(frame)
            if frame.key is not None:
                frame.inside.append(Entry(frame.key, node, frame.key_span))
            frame.key_span = None
        frame.last = span

    def _unusual_key(self, frame: _Open, node: Node, span: Span) -> None:
        match node:
            case Scalar(value=str() as key):  # `*name : value`
                self._key(frame, key, key, quoted=True, span=span)
            case _:
                frame.key, frame.key_span = None, span
                self._report(p.key_is_a_collection(span))
                self.complete = False

    def _no_value(self, frame: _Open) -> None:
        """Between two commas of ``{…}``, and no key: ``{description: Red, green and blue}``."""
        key, span = frame.key, frame.key_span
        if key is None or span is None or not _NO_KEY.search(key):
            return
        self._report(p.comma_in_text(span, key))
        frame.key = None
        name, _, text = key.partition(":")
        if text and " " not in name and name not in frame.seen:
            # `{type:string}`: the rest of the contract needs it
            colon = span.column + len(name)
            value = Scalar(value=text, text=text, span=span._replace(column=colon + 1))
            place = span._replace(end_line=span.line, end_column=colon)
            frame.seen[name] = place
            frame.inside.append(Entry(key=name, value=value, key_span=place))

    def _report(self, problem: Diagnostic) -> None:
        self._problems.add(problem)
        self._reported += 1
        if self._reported >= _MAX_REPORTED:
            raise Rejected

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        place = self._file, start.line + 1, start.column + 1, end.line + 1, end.column + 1
        return _span(Span, place)


def _what(value: ScalarValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a truth value"
        case _:
            return "a number"
