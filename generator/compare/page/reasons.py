"""Collects the reasons of a page, each said once: where it counts, a button opens it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A part of a reason; number: the style that it speaks of, None for all; mark: in short."""

    number: int | None
    title: str
    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """A reason in full."""

    anchor: str
    title: str
    lines: tuple[LineView, ...]


class Reasons:
    """All of them, in the order in which they were first needed."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[LineView, ...]], str] = {}

    def anchor(self, title: str, lines: tuple[LineView, ...]) -> str:
        """The id under which a reason stands on the page."""
        return self._known.setdefault((title, lines), f"why-{len(self._known) + 1}")

    def all(self) -> tuple[ReasonView, ...]:
        """What the page has to show."""
        return tuple(
            ReasonView(anchor=anchor, title=title, lines=lines)
            for (title, lines), anchor in self._known.items()
        )
