"""Medians, spreads, verdicts and crossovers say what the repetitions allow."""

from array import array

import pytest

from generator.compare.timing.driver import StretchCost
from generator.compare.timing.result import (
    CallSize,
    Crossover,
    Growth,
    Load,
    Run,
    Spread,
    WireBytes,
)
from generator.compare.timing.summary import crossovers, load, spread, too_wide


def flat(value: float, by: float = 0.0) -> Spread:
    return Spread(median=value, low=value - by, high=value + by)


def cell(*latencies: float, rate: float = 1.0) -> StretchCost:
    cpu = len(latencies) * 0.001
    return StretchCost(
        latencies=array("d", sorted(latencies)),
        calls_per_second=rate,
        client_cpu=cpu,
        server_cpu=2 * cpu,
    )


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
    exchange = CallSize(request=nothing, response=nothing)
    return Run(
        operation="List", style=style, cold=exchange, warm=exchange, loads=loads, growth=growth
    )


def test_a_spread_keeps_the_median_both_ends_the_quartiles_and_every_round() -> None:
    assert spread([3.0, 1.0, 2.0, 4.0, 100.0]) == Spread(
        median=3.0, low=1.0, high=100.0, quartiles=(2.0, 4.0), rounds=(3.0, 1.0, 2.0, 4.0, 100.0)
    )


def test_one_round_far_off_does_not_widen_a_spread() -> None:
    calm = spread([10.0, 10.1, 10.2, 10.3, 10.4])
    assert spread([10.0, 10.1, 10.2, 10.3, 99.0]).width == calm.width


def test_one_round_is_a_spread_of_nothing() -> None:
    assert spread([2.0]).width == 0.0


def test_a_spread_without_quartiles_is_as_wide_as_its_range() -> None:
    assert flat(10.0, 2.0).width == 0.4


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50.0), (0.9, 90.0), (0.99, 99.0), (1.0, 100.0), (0.0, 1.0)]
)
def test_a_percentile_is_the_nearest_rank(share: float, expected: float) -> None:
    assert cell(*map(float, range(1, 101))).percentile(share) == expected


def test_one_call_is_every_percentile() -> None:
    assert {cell(0.5).percentile(share) for share in (0.0, 0.5, 0.99, 1.0)} == {0.5}


def test_a_load_is_per_call_and_per_second() -> None:
    found = load(8, [cell(0.1, 0.2, rate=4.0), cell(0.1, 0.4, rate=2.0)])
    assert found.calls_per_second.rounds == (4.0, 2.0)
    assert found.calls_per_second.median == 3.0
    assert found.client_cpu.median == pytest.approx(0.001)
    assert found.server_cpu.median == pytest.approx(0.002)
    assert found.latencies == (0.1, 0.1, 0.2, 0.4)


def test_a_sample_of_many_calls_keeps_their_range_and_order() -> None:
    found = load(1, [cell(*(n / 1000 for n in range(5000)))])
    assert len(found.latencies) <= 200
    assert list(found.latencies) == sorted(found.latencies)
    assert found.latencies[0] < 0.1
    assert found.latencies[-1] > 4.9


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
    steady = load(1, [cell(0.1, rate=rate) for rate in (1.0, 1.05, 1.1)])
    shaky = load(8, [cell(0.1, rate=rate) for rate in (1.0, 2.0, 3.0)])
    spoilt = load(64, [cell(0.1, rate=rate) for rate in (1.0, 1.0, 1.1, 1.1, 9.0)])
    (found,) = too_wide([run("a", loads=(steady, shaky, spoilt))])
    assert (found.operation, found.style, found.in_flight) == ("List", "a", 8)
    assert found.spread == pytest.approx(0.5)
    assert not found.replayed
