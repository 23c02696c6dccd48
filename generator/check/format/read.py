"""Turns the text of a contract into its tree: the parser's events, and what is between them."""

from typing import Any

from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.check.format.gaps import Found, scan_gap
from generator.check.format.scalars import block_scalar, folded, one_line, skip_props
from generator.check.format.tree import Collection, Comment, Document, Entry, Leaf, Node
from generator.contract.source.events import events

_Place = tuple[int, int]


_NOTHING = Leaf([""])  # the value of an entry whose value has not come yet


def read_tree(text: str) -> Document:
    """The tree of a text that is a contract as YAML goes; its line breaks are ``\\n``."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._end: _Place = (0, 0)  # of the last token
        self._stack: list[Collection] = []
        self._closed: list[Collection] = []  # since the last token, the inner ones first
        self._pending: list[Found] = []  # comments with a line of their own, not yet placed
        self._blank = False  # above what comes next
        # Whom a comment on the line of the last token belongs to.
        self._last: Entry | Collection | None = None
        self._document = Document(root=Collection(mapping=True, flow=False, column=0))

    def read(self) -> Document:
        """The whole text."""
        source = events(self._text)
        event = source.get_event()
        while (kind := type(event)) is not StreamEndEvent:
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._start(event, kind is MappingStartEvent)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._finish(event)
            elif kind is AliasEvent:
                self._alias(event)
            event = source.get_event()
        self._gap((len(self._lines) - 1, len(self._lines[-1])))
        self._place_closed(-1)
        document = self._document
        document.below = self._taken()
        if not document.root.flow and document.root.entries:
            first = document.root.entries[0]
            document.above, document.blank = first.before, first.blank
            first.before, first.blank = [], False
        return document

    def _gap(self, to: _Place) -> str:
        """Take in what stands between the last token and a place; the properties there."""
        if to <= self._end:
            self._blank = False
            return ""
        gap = scan_gap(self._lines, self._end, to)
        for comment in gap.comments:
            if not (comment.trailing and self._trail(comment.text)):
                self._pending.append(comment)
        self._blank = gap.blank
        return " ".join(gap.props)

    def _trail(self, text: str) -> bool:
        """Hang a comment onto the last token; False where one hangs there already."""
        match self._last:
            case Entry(long=True, value=value) if value is _NOTHING:
                return False  # the colon stands below such a key
            case Entry(key=Leaf()) as entry if entry.value is _NOTHING or _is_block(entry.value):
                taken, entry.opening = entry.opening, entry.opening or text
            case Entry() as entry:
                taken, entry.trailing = entry.trailing, entry.trailing or text
            case Collection() as found:
                taken, found.opening = found.opening, found.opening or text
            case None:
                return False
        return not taken

    def _place_closed(self, column: int) -> None:
        """Give the comments that are indented more than what follows to what they end."""
        closed, self._closed = self._closed, []
        while self._pending and closed and self._pending[0].column > column:
            comment = self._pending.pop(0)
            while len(closed) > 1 and closed[0].column > comment.column:
                closed.pop(0)
            closed[0].tail.append(Comment(comment.text, comment.blank))

    def _taken(self) -> list[Comment]:
        if not self._pending:
            return []
        found = [Comment(each.text, each.blank) for each in self._pending]
        self._pending = []
        return found

    def _entry(self, place: _Place) -> Entry:
        """The entry that a node at a place belongs to, which may begin with it."""
        parent = self._stack[-1]
        if parent.mapping and parent.entries and parent.entries[-1].value is _NOTHING:
            entry = parent.entries[-1]
            entry.below = place[0] > self._end[0]
            return entry
        if not parent.flow and self._closed:
            self._place_closed(parent.column)
        entry = Entry(value=_NOTHING, before=self._taken(), blank=self._blank)
        entry.broken = place[0] > self._end[0]
        if parent.flow and (entry.broken or entry.before):
            parent.broken = True
        parent.entries.append(entry)
        return entry

    def _scalar(self, event: Any) -> None:
        start, stop = event.start_mark, event.end_mark
        place, end = (start.line, start.column), (stop.line, stop.column)
        self._gap(place)
        entry, parent = self._entry(place), self._stack[-1]
        is_key = parent.mapping and entry.key is None
        props = ""
        if event.anchor is not None or event.tag is not None:
            self._last, self._end = entry, place
            place = skip_props(self._lines, place, end)
            props = self._gap(place)
            self._mark(event)
        if event.style and event.style in "|>":
            leaf, end = block_scalar(self._lines, event, place, end, props)
            if is_key:
                leaf = Leaf(folded(self._lines, event, place, end, key=True), props)
        elif place[0] == end[0]:
            raw = self._lines[place[0]][place[1] : end[1]]
            leaf = Leaf([one_line(event, raw, flow=parent.flow, key=is_key)], props)
        else:
            leaf = Leaf(folded(self._lines, event, place, end, key=is_key), props)
        if is_key:
            entry.key, entry.name = leaf, event.value
            self._last, self._end = entry, max(end, self._end)
        else:
            self._leaf(entry, leaf, end)

    def _alias(self, event: Any) -> None:
        start, stop = event.start_mark, event.end_mark
        place = (start.line, start.column)
        self._gap(place)
        entry = self._entry(place)
        self._mark(event)
        leaf = Leaf([f"*{event.anchor}"])
        if self._stack[-1].mapping and entry.key is None:
            leaf.lines[0] += " "  # else the colon would belong to its name
            entry.key, entry.name = leaf, leaf.lines[0]
            self._last, self._end = entry, (stop.line, stop.column)
        else:
            self._leaf(entry, leaf, (stop.line, stop.column))

    def _leaf(self, entry: Entry, leaf: Leaf, end: _Place) -> None:
        """Give an entry a value that is no collection."""
        if leaf.empty and entry.key is not None:  # no comment stands above nothing
            entry.trailing, entry.opening = entry.opening, ""
            entry.value, self._last, self._end = leaf, entry, max(end, self._end)
            return
        comments = self._taken()
        if entry.key is None:
            entry.before += comments
        else:
            entry.inside += comments
        entry.value = leaf
        self._opened_within(entry)
        self._last, self._end = entry, max(end, self._end)

    def _opened_within(self, entry: Entry) -> None:
        """A comment between key and value breaks the line, within brackets too."""
        if entry.opening or entry.inside:
            self._stack[-1].broken = True

    def _start(self, event: Any, mapping: bool) -> None:
        mark = event.start_mark
        marked = event.anchor is not None or event.tag is not None
        flow = bool(event.flow_style)
        if marked or flow:
            mark = event.end_mark
        pair = flow and event.start_mark.index == event.end_mark.index
        place = (mark.line, mark.column - (flow and not pair))
        node = Collection(mapping, flow, place[1])
        parent = self._stack[-1] if self._stack else None
        if flow or marked or (parent is not None and not parent.mapping):
            node.props = self._gap(place)
        if parent is None:
            self._document.root = node
            if flow:
                self._document.above, self._document.blank = self._taken(), self._blank
        else:
            self._put(node, place)
        self._stack.append(node)
        self._mark(event)
        if flow:
            self._last = node
            self._end = (mark.line, mark.column)
        elif marked or (parent is not None and not parent.mapping):
            self._end, self._last = max(place, self._end), None

    def _put(self, node: Collection, place: _Place) -> None:
        """Give a collection to the entry that it belongs to."""
        entry = self._entry(place)
        if node.flow and entry.key is not None:
            entry.inside += self._taken()
            self._opened_within(entry)
        entry.value = node

    def _finish(self, event: Any) -> None:
        node = self._stack.pop()
        if not node.flow:
            self._closed.append(node)
            return
        start, stop = event.start_mark, event.end_mark
        self._gap((start.line, start.column))
        node.tail = self._taken()
        if node.tail or node.opening or start.line > self._end[0]:
            node.broken = True
        self._end = max((stop.line, stop.column), self._end)
        self._last = self._stack[-1].entries[-1] if self._stack else None

    def _mark(self, event: Any) -> None:
        if event.anchor is not None:
            for each in self._stack:
                each.marked = True


def _is_block(node: Node) -> bool:
    return isinstance(node, Collection) and not node.flow
