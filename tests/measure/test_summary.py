"""Medians, spreads, verdicts and crossovers say what the repetitions allow."""

import pytest

from generator.measure.driver import Cell
from generator.measure.result import (
    Crossover,
    Exchange,
    Growth,
    Load,
    Run,
    Spread,
    WireBytes,
)
from generator.measure.summary import crossovers, load, spread, too_wide, verdict


def flat(value: float, by: float = 0.0) -> Spread:
    return Spread(median=value, low=value - by, high=value + by)


def cell(*latencies: float, elapsed: float = 1.0) -> Cell:
    cpu = len(latencies) * 0.001
    return Cell(latencies=sorted(latencies), elapsed=elapsed, client_cpu=cpu, server_cpu=2 * cpu)


def grown(*sizes: tuple[int, int, float]) -> tuple[Growth, ...]:
    return tuple(
        Growth(
            items=items,
            response=WireBytes(head=0, body=size, framing=0),
            latency=flat(latency),
            server_cpu=flat(latency),
        )
        for items, size, latency in sizes
    )


def run(style: str, *, loads: tuple[Load, ...] = (), growth: tuple[Growth, ...] = ()) -> Run:
    nothing = WireBytes(head=1, body=0, framing=0)
    exchange = Exchange(request=nothing, response=nothing)
    return Run(
        operation="List", style=style, cold=exchange, warm=exchange, loads=loads, growth=growth
    )


def test_a_spread_keeps_the_median_and_both_ends() -> None:
    assert spread([3.0, 1.0, 2.0]) == Spread(median=2.0, low=1.0, high=3.0)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50.0), (0.9, 90.0), (0.99, 99.0), (1.0, 100.0), (0.0, 1.0)]
)
def test_a_percentile_is_the_nearest_rank(share: float, expected: float) -> None:
    assert cell(*map(float, range(1, 101))).percentile(share) == expected


def test_one_call_is_every_percentile() -> None:
    assert {cell(0.5).percentile(share) for share in (0.0, 0.5, 0.99, 1.0)} == {0.5}


def test_a_load_is_per_call_and_per_second() -> None:
    found = load(8, [cell(0.1, 0.2, elapsed=0.5), cell(0.1, 0.4, elapsed=1.0)])
    assert found.calls_per_second == Spread(median=3.0, low=2.0, high=4.0)
    assert found.client_cpu.median == pytest.approx(0.001)
    assert found.server_cpu.median == pytest.approx(0.002)
    assert found.latencies == (0.1, 0.1, 0.2, 0.4)


def test_a_sample_of_many_calls_keeps_their_range_and_order() -> None:
    found = load(1, [cell(*(n / 1000 for n in range(5000)))])
    assert len(found.latencies) <= 200
    assert list(found.latencies) == sorted(found.latencies)
    assert found.latencies[0] < 0.1
    assert found.latencies[-1] > 4.9


def test_the_best_wins_when_its_range_is_apart() -> None:
    found = verdict({"a": flat(1, 0.2), "b": flat(2, 0.2), "c": flat(9)}, lower_is_better=True)
    assert found is not None
    assert (found.best, found.second, found.ratio) == ("a", "b", 2.0)


def test_more_can_be_better() -> None:
    found = verdict({"a": flat(100, 1), "b": flat(300, 1)}, lower_is_better=False)
    assert found is not None
    assert (found.best, found.ratio) == ("b", 3.0)


def test_ranges_that_touch_name_no_winner() -> None:
    assert verdict({"a": flat(1, 0.5), "b": flat(2, 0.5)}, lower_is_better=True) is None
    assert verdict({"a": flat(1, 0.6), "b": flat(2, 0.5)}, lower_is_better=False) is None


def test_one_style_alone_wins_nothing() -> None:
    assert verdict({"a": flat(1)}, lower_is_better=True) is None


def test_a_crossover_lies_on_the_line_between_two_sizes() -> None:
    first = run("a", growth=grown((1, 100, 1.0), (11, 200, 1.0)))
    second = run("b", growth=grown((1, 140, 2.0), (11, 160, 3.0)))
    by_what = {found.what: found for found in crossovers([first, second])}
    assert by_what["bytes"] == Crossover(
        operation="List", what="bytes", first="a", second="b", items=6
    )
    assert by_what["latency"].items is None


def test_the_one_that_is_ahead_at_one_item_comes_first() -> None:
    first = run("a", growth=grown((1, 300, 1.0), (10, 400, 1.0)))
    second = run("b", growth=grown((1, 100, 1.0), (10, 900, 1.0)))
    found = next(c for c in crossovers([first, second]) if c.what == "bytes")
    assert (found.first, found.second) == ("b", "a")
    assert found.items is not None


def test_a_throughput_that_varies_too_much_is_named() -> None:
    steady = load(1, [cell(0.1, elapsed=1.0), cell(0.1, elapsed=1.05), cell(0.1, elapsed=1.1)])
    shaky = load(8, [cell(0.1, elapsed=1.0), cell(0.1, elapsed=2.0), cell(0.1, elapsed=3.0)])
    (found,) = too_wide([run("a", loads=(steady, shaky))])
    assert (found.operation, found.style, found.in_flight) == ("List", "a", 8)
    assert found.spread == pytest.approx((1.0 - 1 / 3) / 0.5)
