"""Turns YAML events into nodes in which every key and value has a place, and bounds them."""

from dataclasses import dataclass, field

from yaml.error import Mark
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.diagnostics import Problems, Span
from generator.model.node import Entry, Mapping, Node, Scalar, ScalarValue, Sequence
from generator.source import problems as p
from generator.source.events import EventSource
from generator.source.scalars import OutOfBounds, plain_value
from generator.source.text import Text

_MAX_REPEATED = 1_000_000  # characters and nodes that aliases may stand for, all together


class Refused(Exception):
    """The text is not worth reading further; the reason is among the problems."""


@dataclass(slots=True, kw_only=True)
class _Open:
    """A collection whose end has not come yet; in a mapping, keys and values take turns."""

    mapping: bool
    flow: bool
    anchor: str | None
    start: Mark
    end: Span | None = None  # of what came last
    items: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, Span] = field(default_factory=dict)
    key: str | None = None
    key_span: Span | None = None  # None: the next node is a key
    weight: int = 1


class NodeBuilder:
    """Builds one document's nodes; what is wrong with it goes to ``problems``."""

    def __init__(self, text: Text, problems: Problems) -> None:
        self.root: Node | None = None
        self._text = text
        self._problems = problems
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._repeated = 0
        self._documents = 0

    def build(self, source: EventSource) -> None:
        """Read all events; Refused when the rest should not be looked at."""
        get_event = source.get_event
        while True:
            event = get_event()
            match event:
                case ScalarEvent():
                    self._scalar(event)
                case MappingStartEvent() | SequenceStartEvent():
                    self._start(event)
                case MappingEndEvent() | SequenceEndEvent():
                    self._end(event)
                case AliasEvent():
                    self._alias(event)
                case DocumentStartEvent():
                    self._document(event)
                case StreamEndEvent():
                    return

    def _document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._problems.add(p.several_documents(self._span(event)))
            raise Refused
        if event.version not in (None, (1, 2)):
            major, minor = event.version
            self._problems.add(p.directive(self._span(event), f"%YAML {major}.{minor}"))
        if event.tags:
            self._problems.add(p.directive(self._span(event), "%TAG"))

    def _scalar(self, event: ScalarEvent) -> None:
        span = self._span(event)
        frame = self._stack[-1] if self._stack else None
        value = self._value(event, span)
        if frame is not None and frame.mapping and frame.key_span is None:
            self._key(frame, value, event, span)
            if event.anchor:
                node = Scalar(value=value, text=event.value, quoted=bool(event.style), span=span)
                self._anchors[event.anchor] = (node, 1 + len(event.value))
            return
        node = Scalar(value=value, text=event.value, quoted=bool(event.style), span=span)
        weight = 1 + len(event.value)
        if event.anchor:
            self._anchors[event.anchor] = (node, weight)
        self._add(node, weight)

    def _value(self, event: ScalarEvent, span: Span) -> ScalarValue:
        if event.tag is not None:
            self._problems.add(p.tag(span, event.tag))
        if event.style:
            return event.value
        try:
            return plain_value(event.value)
        except OutOfBounds:
            self._problems.add(p.number_too_large(span))
            return event.value

    def _key(self, frame: _Open, value: ScalarValue, event: ScalarEvent, span: Span) -> None:
        key = event.value
        frame.key, frame.key_span, frame.end = key, span, span
        if not isinstance(value, str):
            self._problems.add(p.key_not_a_string(span, key, _what(value)))
        elif key == "<<" and not event.style:
            self._problems.add(p.merge_key(span))
        if key in frame.seen:
            self._problems.add(p.duplicate_key(span, key, frame.seen[key]))
            frame.key = None
        else:
            frame.seen[key] = span

    def _start(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        if event.tag is not None:
            self._problems.add(p.tag(self._span(event), event.tag))
        if len(self._stack) >= p.MAX_DEPTH:
            self._problems.add(p.too_deep(self._span(event)))
            raise Refused
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(
            _Open(
                mapping=type(event) is MappingStartEvent,
                flow=bool(event.flow_style),
                anchor=event.anchor,
                start=event.start_mark,
            )
        )

    def _end(self, event: Event) -> None:
        frame = self._stack.pop()
        start, end = frame.start, event.end_mark
        end_line, end_column = end.line + 1, end.column + 1
        if not frame.flow and frame.end is not None:  # libyaml ends a block where the next begins
            end_line, end_column = frame.end.end_line, frame.end.end_column
        span = Span(
            file=self._text.file,
            line=start.line + 1,
            column=start.column + 1,
            end_line=end_line,
            end_column=end_column,
        )
        node: Node
        if frame.mapping:
            node = Mapping(entries=tuple(frame.entries), span=span)
        else:
            node = Sequence(items=tuple(frame.items), span=span)
        if frame.anchor:
            self._anchors[frame.anchor] = (node, frame.weight)
        self._add(node, frame.weight)

    def _alias(self, event: AliasEvent) -> None:
        span = self._span(event)
        name = event.anchor
        if name not in self._anchors:
            self._problems.add(p.unknown_anchor(span, name))
            self._add(Scalar(value=f"*{name}", text=f"*{name}", span=span), 1)
            return
        known = self._anchors[name]
        if known is None:
            self._problems.add(p.recursive_alias(span, name))
            self._add(Scalar(value=None, text="", span=span), 1)
            return
        node, weight = known
        self._repeated += weight
        if self._repeated > _MAX_REPEATED:
            self._problems.add(p.too_much_repeated(span))
            raise Refused
        self._add(node, weight)

    def _add(self, node: Node, weight: int) -> None:
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.weight += weight
        frame.end = node.span
        if not frame.mapping:
            frame.items.append(node)
        elif frame.key_span is None:
            self._odd_key(frame, node)
        else:
            if frame.key is not None:
                frame.entries.append(Entry(key=frame.key, value=node, key_span=frame.key_span))
            frame.key_span = None

    def _odd_key(self, frame: _Open, node: Node) -> None:
        frame.key_span = node.span
        if isinstance(node, Scalar) and isinstance(node.value, str):  # `*name : value`
            frame.key = node.value
        else:
            frame.key = None
            self._problems.add(p.key_is_a_collection(node.span))

    def _span(self, event: Event) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(
            file=self._text.file,
            line=start.line + 1,
            column=start.column + 1,
            end_line=end.line + 1,
            end_column=end.column + 1,
        )


def _what(value: ScalarValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a truth value"
        case _:
            return "a number"
