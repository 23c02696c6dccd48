"""Turns series of numbers into drawings: axes, ticks, lines, error bars and bars, as SVG paths.

A drawing has no colours, only classes: the page's style sheet knows them for light, dark and print.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.compare.page.quantity import coordinate as _n

WIDTH, HEIGHT = 360, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 348, 14, 190
_SIZE = 3.6  # half a marker
SHAPES = 7
_BENDS = 8  # pieces of a line between two points
_DODGE = 3.0  # between the error bars of different series at the same place
_RULES = 14  # words of rules below each other, before they begin at the top again
_SEEN = 0.7  # a line that passes this near to a place seems to go through it

AxisLabel = Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SvgPath:
    """A path, and the classes that paint it."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A few words at a place; anchor: start, middle or end."""

    kind: str
    x: str
    y: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What an SVG shows, from back to front; kind: its class, about: what of the figure it is."""

    kind: str = ""
    about: str = ""
    width: int
    height: int
    shapes: tuple[SvgPath, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value with its lowest and highest, which may be the value itself."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points of one style; number: its place among the styles, which gives colour and marker."""

    number: int
    points: tuple[Point, ...]
    markers: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What is along a side; marks: the only values to have ticks, for values that are few."""

    title: str
    label: AxisLabel
    log: bool = False
    low: float | None = None
    high: float | None = None
    marks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line across the plot at a value of x, and a word on it; kind: its further classes."""

    x: float
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    low: float
    high: float
    start: float
    end: float
    log: bool

    def __call__(self, value: float) -> float:
        low, high, at = self.low, self.high, value
        if self.log:
            low, high, at = math.log10(low), math.log10(high), math.log10(max(at, low))
        return self.start + (at - low) / (high - low) * (self.end - self.start)


def plot(x: Axis, y: Axis, series: Sequence[Series], rules: Sequence[Rule] = ()) -> Drawing:
    """Series over two axes."""
    points = [point for one in series for point in one.points]
    xs = [value for point in points for value in (point.x,)] + [rule.x for rule in rules]
    ys = [value for point in points for value in (point.low, point.high)]
    across, up = _scale(x, xs, _LEFT + 8, _RIGHT - 4), _scale(y, ys, _BOTTOM, _TOP + 6)
    shapes: list[SvgPath] = []
    texts = [
        Text(kind="title", x=_n(_RIGHT), y=_n(HEIGHT - 6), anchor="end", text=x.title),
        Text(kind="title", x="2", y="10", anchor="start", text=y.title),
    ]
    grid, axis = "", f"M{_LEFT} {_BOTTOM}H{_RIGHT}"
    for value in _ticks(y, up):
        at = up(value)
        grid += f"M{_LEFT} {_n(at)}H{_RIGHT}"
        texts.append(_text("tick", _LEFT - 5, at + 3.5, "end", y.label(value)))
    for value in _ticks(x, across):
        at = across(value)
        axis += f"M{_n(at)} {_BOTTOM}v4"
        texts.append(_text("tick", at, _BOTTOM + 16, "middle", x.label(value)))
    shapes += [SvgPath(kind="grid", path=grid), SvgPath(kind="axis", path=axis)]
    for number, rule in enumerate(rules):
        at = across(rule.x)
        kind = f"rule {rule.kind}".strip()
        shapes.append(SvgPath(kind=kind, path=f"M{_n(at)} {_TOP}V{_BOTTOM}"))
        down = 11 * (number % _RULES)
        texts.append(_text(kind, at + 3, _TOP + 8 + down, "start", rule.text))
    for place, one in enumerate(series):
        shift = (place - (len(series) - 1) / 2) * _DODGE
        shapes += _series(one, across, up, shift if one.markers else 0)
    return Drawing(width=WIDTH, height=HEIGHT, shapes=tuple(shapes), texts=tuple(texts))


def _series(one: Series, across: _Scale, up: _Scale, shift: float) -> Iterator[SvgPath]:
    places = [(across(point.x) + shift, up(point.y)) for point in one.points]
    own = f"s{one.number} c{one.number}"
    kind = f"line {own}"
    bent = list(_bent(one.points, across, up, shift)) if across.log and up.log else places
    line = _thinned(bent)
    yield SvgPath(kind=kind, path="M" + "L".join(f"{_n(a)} {_n(b)}" for a, b in line))
    bars = [
        f"M{_n(a - 2.5)} {_n(up(point.low))}h5m-2.5 0V{_n(up(point.high))}m-2.5 0h5"
        for point, (a, _) in zip(one.points, places, strict=True)
        if point.low < point.high
    ]
    if bars:
        yield SvgPath(kind=f"error {own}", path="".join(bars))
    if one.markers:
        markers = "".join(marker(one.number, a, b) for a, b in places)
        yield SvgPath(kind=f"mark {own}", path=markers)


def _bent(
    points: Sequence[Point], across: _Scale, up: _Scale, shift: float
) -> Iterator[tuple[float, float]]:
    """The places along straight lines between points, which logarithmic axes bend.

    So lines cross where a crossover that is reckoned on straight lines says that they do.
    """
    for one, other in itertools.pairwise(points):
        for step in range(_BENDS):
            x = one.x * (other.x / one.x) ** (step / _BENDS)
            share = (x - one.x) / (other.x - one.x)
            yield across(x) + shift, up(one.y + share * (other.y - one.y))
    yield across(points[-1].x) + shift, up(points[-1].y)


def _thinned(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out the places that make no difference to see (Ramer, Douglas, Peucker)."""
    if len(line) < 3:
        return line
    (a, b), (c, d) = line[0], line[-1]
    length = math.hypot(c - a, d - b) or 1.0
    away = [abs((d - b) * (x - a) - (c - a) * (y - b)) / length for x, y in line]
    farthest = max(away)
    if farthest < _SEEN:
        return [line[0], line[-1]]
    at = away.index(farthest)
    return [*_thinned(line[: at + 1]), *_thinned(line[at:])[1:]]


def marker(number: int, x: float, y: float) -> str:
    """The path of a style's marker: seven shapes that are told apart without colour."""
    r = _SIZE
    match number % SHAPES:
        case 0:
            return f"M{_n(x - r)} {_n(y)}a{r} {r} 0 1 0 {_n(2 * r)} 0a{r} {r} 0 1 0 {_n(-2 * r)} 0z"
        case 1:
            return f"M{_n(x - r)} {_n(y - r)}h{_n(2 * r)}v{_n(2 * r)}h{_n(-2 * r)}z"
        case 2:
            return f"M{_n(x)} {_n(y - r - 1)}l{_n(r + 1)} {_n(2 * r + 1)}h{_n(-2 * r - 2)}z"
        case 3:
            k = r + 1
            return f"M{_n(x)} {_n(y - k)}l{_n(k)} {_n(k)}l{_n(-k)} {_n(k)}l{_n(-k)} {_n(-k)}z"
        case 4:
            return f"M{_n(x)} {_n(y + r + 1)}l{_n(r + 1)} {_n(-2 * r - 1)}h{_n(-2 * r - 2)}z"
        case 5:
            k = r / 1.3
            arms = f"h{_n(k)}v{_n(k)}h{_n(k)}v{_n(k)}h{_n(-k)}v{_n(k)}"
            back = f"h{_n(-k)}v{_n(-k)}h{_n(-k)}v{_n(-k)}h{_n(k)}"
            return f"M{_n(x - k / 2)} {_n(y - 1.5 * k)}{arms}{back}z"
        case _:
            bar = r / 2
            return f"M{_n(x - r)} {_n(y - bar)}h{_n(2 * r)}v{_n(2 * bar)}h{_n(-2 * r)}z"


def _scale(axis: Axis, values: Sequence[float], start: float, end: float) -> _Scale:
    low = min(values) if axis.low is None else axis.low
    high = max(values) if axis.high is None else axis.high
    if axis.log:
        low = max(low, 1e-9)
        if not axis.marks:
            low, high = low / 1.15, high * 1.15
        return _Scale(low=low, high=max(high, low * 2), start=start, end=end, log=True)
    if axis.high is None:
        step = _step(low, high)
        high = math.ceil(high / step) * step
    return _Scale(low=low, high=max(high, low + 1e-9), start=start, end=end, log=False)


def _ticks(axis: Axis, scale: _Scale) -> Iterator[float]:
    """Round values within a scale, few enough to be read."""
    if axis.marks:
        yield from axis.marks
    elif axis.log:
        yield from _log_ticks(scale.low, scale.high)
    else:
        step = _step(scale.low, scale.high)
        at = math.ceil(scale.low / step - 1e-9)
        while at * step <= scale.high * (1 + 1e-9):
            yield at * step
            at += 1


def _step(low: float, high: float) -> float:
    """1, 2 or 5 times a power of ten: at most five of them from low to high."""
    rough = (high - low) / 5 or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * by for by in (1, 2, 5, 10) if power * by >= rough * (1 - 1e-9))


def _log_ticks(low: float, high: float) -> list[float]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    span = math.log10(high / low)
    factors = (1, 2, 5) if span <= 2 else (1, 3) if span <= 3 else (1,)
    values = [by * 10.0**power for power in decades for by in factors]
    return [value for value in values if low * (1 - 1e-9) <= value <= high * (1 + 1e-9)]


def _text(kind: str, x: float, y: float, anchor: str, text: str) -> Text:
    return Text(kind=kind, x=_n(x), y=_n(y), anchor=anchor, text=text)


# Each style's marker for a legend, in a box of 12 by 12.
MARKERS = tuple(marker(number, 6, 6) for number in range(SHAPES))
