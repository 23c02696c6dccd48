"""Turns numbers that add up into stacked bars: a drawing for each style, which can be hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.compare.page.plot import WIDTH, Drawing, SvgPath, Text
from generator.compare.page.quantity import coordinate

_LEFT, _RIGHT, _HEIGHT = 112, WIDTH - 46, 13
_STEP, _GAP = _HEIGHT + 4, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A row of stacked parts of a style; texts: in front of it, and behind it."""

    number: int
    style: str
    label: str
    parts: tuple[tuple[str, float], ...]  # class and length
    total: str


def bars(rows: Sequence[Bar]) -> Iterator[Drawing]:
    """The bars of each style below each other, all on one scale."""
    longest = max(sum(length for _, length in row.parts) for row in rows) or 1
    for number, own in groupby(rows, key=lambda row: row.number):
        yield _drawing(number, list(own), longest)


def _drawing(number: int, rows: Sequence[Bar], longest: float) -> Drawing:
    shapes, texts = [], []
    y = 4.0
    for row in rows:
        at = float(_LEFT)
        texts.append(_text("label", _LEFT - 6, y, "end", row.label))
        for kind, length in row.parts:
            wide = length / longest * (_RIGHT - _LEFT)
            if wide:
                start, width = coordinate(at), coordinate(wide)
                path = f"M{start} {coordinate(y)}h{width}v{_HEIGHT}h-{width}z"
                shapes.append(SvgPath(kind=f"part {kind} s{number}", path=path))
            at += wide
        texts.append(_text("value", at + 5, y, "start", row.total))
        y += _STEP
    return Drawing(
        kind=f"c{number}",
        about=rows[0].style,
        width=WIDTH,
        height=round(y + _GAP - 4),
        shapes=tuple(shapes),
        texts=tuple(texts),
    )


def _text(kind: str, x: float, y: float, anchor: str, text: str) -> Text:
    return Text(kind=kind, x=coordinate(x), y=coordinate(y + 10), anchor=anchor, text=text)
