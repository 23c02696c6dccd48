"""Drawings put numbers where they belong, and their axes have few and round ticks."""

import itertools
import re
from dataclasses import replace

import pytest

from generator.compare.page.bars import Bar, bars
from generator.compare.page.plot import Axis, Drawing, Point, Rule, Series, plot


def label(value: float) -> str:
    return f"{value:g}"


def series(*values: tuple[float, float], number: int = 0) -> Series:
    points = tuple(Point(x=x, y=y, low=y, high=y) for x, y in values)
    return Series(number=number, points=points)


def ticks(drawing: Drawing, anchor: str) -> list[str]:
    return [one.text for one in drawing.texts if one.kind == "tick" and one.anchor == anchor]


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (7, ["0", "2", "4", "6", "8"]),
        (2600, ["0", "1000", "2000", "3000"]),
    ],
)
def test_ticks_of_a_linear_axis_are_round(highest: float, expected: list[str]) -> None:
    x, y = Axis(title="x", label=label), Axis(title="y", label=label, low=0)
    assert ticks(plot(x, y, [series((0, 0), (1, highest))]), "end") == expected


def test_ticks_of_a_logarithmic_axis_are_round() -> None:
    x, y = Axis(title="x", label=label), Axis(title="y", label=label, log=True)
    assert ticks(plot(x, y, [series((0, 1), (1, 100_000))]), "end") == [
        "1",
        "10",
        "100",
        "1000",
        "10000",
        "100000",
    ]


def test_ticks_lie_within_the_axis_whatever_the_values() -> None:
    x, y = Axis(title="x", label=label, log=True), Axis(title="y", label=label, log=True)
    for power in range(-6, 7):
        for span in (1.0, 1.5, 4, 30, 900, 1e5):
            drawing = plot(x, y, [series((1, 10.0**power), (2, span * 10.0**power))])
            places = [float(one.y) for one in drawing.texts if one.anchor == "end"]
            assert len(ticks(drawing, "end")) <= 9
            assert all(10 <= place <= 230 for place in places)


def test_equal_ratios_are_equally_far_apart_on_a_logarithmic_axis() -> None:
    x, y = Axis(title="x", label=label, log=True), Axis(title="y", label=label, low=0)
    drawing = plot(x, y, [series((1, 1), (10, 2), (100, 1))])
    line = next(one.path for one in drawing.shapes if one.kind.startswith("line"))
    one, ten, hundred = (float(pair.split()[0]) for pair in re.split("[ML]", line)[1:])
    assert ten - one == pytest.approx(hundred - ten, abs=0.2)


def test_an_error_bar_reaches_from_the_lowest_to_the_highest() -> None:
    x, y = Axis(title="x", label=label), Axis(title="y", label=label, low=0, high=10)
    points = (Point(x=0, y=5, low=0, high=10), Point(x=1, y=5, low=5, high=5))
    drawing = plot(x, y, [Series(number=0, points=points)])
    error = next(one.path for one in drawing.shapes if one.kind.startswith("error"))
    assert re.fullmatch(r"M\S+ 190h5m-2.5 0V20m-2.5 0h5", error)


def test_a_rule_is_marked_and_named() -> None:
    x, y = Axis(title="x", label=label), Axis(title="y", label=label)
    drawing = plot(x, y, [series((0, 0), (1, 1))], [Rule(x=0.5, text="here")])
    assert "here" in [one.text for one in drawing.texts]
    assert "rule" in [one.kind for one in drawing.shapes]


def test_styles_differ_by_marker_and_not_only_by_colour() -> None:
    x, y = Axis(title="x", label=label), Axis(title="y", label=label)
    both = [series((0, 0), (1, 1)), series((0, 0), (1, 1), number=1)]
    marks = [one.path for one in plot(x, y, both).shapes if one.kind.startswith("mark")]
    assert "a3.6" in marks[0]
    assert "a3.6" not in marks[1]


def bar(number: int, *parts: tuple[str, float]) -> Bar:
    return Bar(number=number, style=f"S{number}", label="", parts=parts, total="")


def test_the_bars_of_a_style_are_a_drawing_of_their_own_on_the_scale_of_all() -> None:
    one, other = bars([bar(0, ("body", 10)), bar(0, ("body", 5)), bar(1, ("body", 20))])
    assert (one.kind, one.about, other.kind) == ("c0", "S0", "c1")
    wide = [float(s.path.partition("h")[2].partition("v")[0]) for s in (*one.shapes, *other.shapes)]
    assert wide == pytest.approx([2 * wide[1], wide[1], 4 * wide[1]], abs=0.2)


def test_a_bar_of_nothing_is_no_bar() -> None:
    rows = [bar(0, ("head", 0), ("body", 0))]
    assert [one.shapes for one in bars(rows)] == [()]


def test_parts_of_a_bar_follow_each_other() -> None:
    (drawing,) = bars([bar(0, ("head", 1), ("body", 3))])
    head, body = (one.path for one in drawing.shapes)
    start, width = float(head[1:].split()[0]), float(head.partition("h")[2].partition("v")[0])
    assert float(body[1:].split()[0]) == pytest.approx(start + width, abs=0.2)


def test_lines_cross_on_logarithmic_axes_where_straight_lines_cross() -> None:
    x, y = Axis(title="x", label=label, log=True), Axis(title="y", label=label, log=True)
    both = [series((1, 1), (1000, 1000)), series((1, 251), (1000, 751), number=1)]
    drawing = plot(x, y, [replace(one, markers=False) for one in both], [Rule(x=501, text="501")])
    rule = next(one.path for one in drawing.shapes if one.kind == "rule")
    crossing = float(rule[1:].split()[0])
    lines = [pairs(one.path) for one in drawing.shapes if one.kind.startswith("line")]
    before = [height(line, crossing - 20) for line in lines]
    at = [height(line, crossing) for line in lines]
    assert before[0] > before[1] + 2
    assert at[0] == pytest.approx(at[1], abs=1.5)


def test_a_line_leaves_out_what_nobody_sees() -> None:
    x, y = Axis(title="x", label=label, low=0, high=100), Axis(title="y", label=label, low=0)
    straight = [(float(at), float(at)) for at in range(100)]
    corner = [(float(at), float(min(at, 50))) for at in range(100)]
    shapes = plot(x, y, [series(*straight), series(*corner, number=1)]).shapes
    lines = [pairs(one.path) for one in shapes if one.kind.startswith("line")]
    assert [len(line) for line in lines] == [2, 3]


def height(line: list[tuple[float, float]], x: float) -> float:
    """Where a line is at a place between its points."""
    (a, b), (c, d) = next(two for two in itertools.pairwise(line) if two[0][0] <= x <= two[1][0])
    return b + (x - a) / (c - a) * (d - b)


def pairs(path: str) -> list[tuple[float, float]]:
    return [(float(a), float(b)) for a, b in (one.split() for one in path[1:].split("L"))]
