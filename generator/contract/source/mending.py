"""Turns a text that breaks YAML's rules into one to read on with, and places in it back again.

The quotes that are put in are for the parser only: all problems are shown where they are written.
"""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from generator.contract.source.events import EventSource
from generator.contract.source.quoting import Value, quoted
from generator.contract.source.text import Text
from generator.diagnostics import Diagnostic, Span


class _Patch(NamedTuple):
    """A value that was put in quotes; columns from 0, ``end`` as it was before."""

    start: int
    end: int
    growth: int


class _Mark(NamedTuple):
    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Mended:
    """A text with changed lines: ``patches`` of some, by their number from 0; others are blank."""

    text: Text
    patches: dict[int, tuple[_Patch, ...]]
    blank: frozenset[int]  # from 1

    @classmethod
    def nothing(cls, text: Text) -> "Mended":
        """The text as it is."""
        return cls(text=text, patches={}, blank=frozenset())

    @property
    def whole(self) -> bool:
        """Whether all that was written is still there."""
        return not self.blank

    def behind(self, span: Span) -> bool:
        """Whether a place of the text as written lies behind all that was changed before it."""
        patches = self.patches.get(span.line - 1, ())
        return span.line not in self.blank and all(p.end < span.column for p in patches)

    def changed(self, span: Span) -> bool:
        """Whether what begins there was written otherwise, or is blank now."""
        patches = self.patches.get(span.line - 1, ())
        return span.line in self.blank or any(p.start < span.column <= p.end for p in patches)

    def with_quotes(self, number: int, value: Value) -> "Mended":
        """The same with quotes around a value of a line."""
        old, text = self.text.lines[number - 1], quoted(value.text)
        line = old[: value.start] + text + old[value.end :]
        patch = _Patch(value.start, value.end, len(text) - (value.end - value.start))
        patches = {**self.patches, number - 1: (*self.patches.get(number - 1, ()), patch)}
        return replace(self, text=self._text({number: line}), patches=patches)

    def without(self, numbers: range) -> "Mended":
        """The same with some lines blank."""
        text = self._text(dict.fromkeys(numbers, ""))
        return replace(self, text=text, blank=self.blank | frozenset(numbers))

    def _text(self, changed: dict[int, str]) -> Text:
        lines = list(self.text.lines)
        for number, line in changed.items():
            lines[number - 1] = line
        return Text(self.text.file, "\n".join(lines))

    def as_written(self, problem: Diagnostic) -> Diagnostic:
        """A problem of this text, at its places in the text as written."""
        if problem.span is None:
            return problem
        related = tuple((self._span(span), what) for span, what in problem.related)
        return replace(problem, span=self._span(problem.span), related=related)

    def _span(self, span: Span) -> Span:
        return span._replace(
            column=self._column(span.line - 1, span.column - 1) + 1,
            end_column=self._column(span.end_line - 1, span.end_column - 1) + 1,
        )

    def _column(self, line: int, column: int) -> int:
        for patch in reversed(self.patches.get(line, ())):
            if column >= patch.end + patch.growth:
                column -= patch.growth
            elif column > patch.start:
                column = min(column, patch.end)
        return column

    def events(self, source: EventSource) -> EventSource:
        """The events of this text, at their places in the text as written."""
        return _Moved(source, self) if self.patches else source

    def mark(self, mark: Any) -> _Mark:
        """A place of this text in the text as written."""
        return _Mark(mark.line, self._column(mark.line, mark.column))


class _Moved:
    """Events of a mended text."""

    def __init__(self, source: EventSource, mended: Mended) -> None:
        self._source = source
        self._mended = mended

    def get_event(self) -> Any:
        event = self._source.get_event()
        event.start_mark = self._mended.mark(event.start_mark)
        event.end_mark = self._mended.mark(event.end_mark)
        return event
