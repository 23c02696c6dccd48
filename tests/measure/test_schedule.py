"""Every round visits everything once, the styles under the same conditions one after another."""

from collections import Counter
from itertools import groupby

import pytest

from generator.compare.timing import schedule
from generator.compare.timing.schedule import IN_FLIGHT, ITEMS, SHORTEST, Schedule
from generator.compare.timing.verdict import ENOUGH

KEYS = [(operation, style) for operation in ("Get", "List") for style in ("a", "b", "c")]


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(schedule, "time", clock)
    return clock


def test_each_round_visits_every_setting_over_every_style_once() -> None:
    planned = Schedule(KEYS, ["List"], 3, 1.0)
    seen = [(setting, style) for setting, style, _ in planned.stretches()]
    each = 3 * (2 * 2 * len(IN_FLIGHT) + len(ITEMS))
    assert len(seen) == planned.steps == 3 * each
    for number in range(3):
        assert len(set(seen[number * each : (number + 1) * each])) == each


def test_only_lists_grow() -> None:
    growing = {s.operation for s, _, _ in Schedule(KEYS, ["List"], 1, 1.0).stretches() if s.items}
    assert growing == {"List"}


def test_styles_under_one_setting_follow_each_other() -> None:
    stretches = list(Schedule(KEYS, ["List"], 1, 1.0).stretches())
    groups = [list(group) for _, group in groupby(stretches, key=lambda one: one[0])]
    assert all({style for _, style, _ in group} == {"a", "b", "c"} for group in groups)


def test_a_style_that_an_operation_fails_over_is_left_out() -> None:
    planned = Schedule([("Get", "a"), ("Get", "b"), ("List", "a")], [], 1, 1.0)
    assert Counter((setting.operation, style) for setting, style, _ in planned.stretches()) == {
        ("Get", "a"): 6,
        ("Get", "b"): 6,
        ("List", "a"): 6,
    }


def test_the_order_changes_from_round_to_round_and_is_the_same_in_every_run() -> None:
    def order() -> list[tuple[object, str]]:
        return [(setting, style) for setting, style, _ in Schedule(KEYS, [], 2, 1.0).stretches()]

    seen = order()
    assert seen == order()
    assert seen[: len(seen) // 2] != seen[len(seen) // 2 :]


def test_what_is_lost_between_stretches_is_taken_off_the_rounds_that_follow(clock: Clock) -> None:
    planned = Schedule(KEYS, ["List"], 8, 25.0)
    for _, _, seconds in planned.stretches():
        clock.now += seconds + 0.02
    assert clock.now == pytest.approx(planned.seconds, rel=0.05) == pytest.approx(25.0, rel=0.05)


def test_on_a_machine_that_is_far_too_slow_the_fewest_rounds_are_enough(clock: Clock) -> None:
    planned = Schedule(KEYS, ["List"], 8, 25.0)
    seen = 0
    for _, _, seconds in planned.stretches():
        clock.now += seconds + 1
        seen += 1
    assert seen == planned.steps * 6 / 8


def test_few_operations_take_less_than_the_budget(clock: Clock) -> None:
    planned = Schedule(KEYS[:3], [], 8, 100.0)
    for setting, _, seconds in planned.stretches():
        clock.now += seconds + setting.least
    assert clock.now == pytest.approx(planned.seconds)
    assert clock.now < 30


def many(operations: int) -> Schedule:
    keys = [(f"Get{number}", style) for number in range(operations) for style in ("a", "b", "c")]
    return Schedule(keys, [], 8, 40.0)


def test_many_operations_take_longer_than_the_budget_as_foretold(clock: Clock) -> None:
    planned = many(30)
    for setting, _, seconds in planned.stretches():
        assert seconds >= SHORTEST
        clock.now += max(seconds, setting.least)
    assert planned.seconds == pytest.approx(clock.now)
    assert 100 < clock.now < 180


def test_too_many_operations_are_measured_without_the_most_calls_in_flight() -> None:
    assert many(30).in_flight == IN_FLIGHT
    planned = many(100)
    assert planned.in_flight == IN_FLIGHT[:-1]
    assert {setting.in_flight for setting, _, _ in planned.stretches()} == {1, 8}
    assert planned.seconds < 180


def test_a_contract_without_anything_to_measure_takes_no_time() -> None:
    planned = Schedule([], [], 8, 40.0)
    assert list(planned.stretches()) == []
    assert planned.seconds == 0


def test_many_operations_in_many_styles_take_fewer_rounds_and_stay_bounded() -> None:
    def planned(styles: int) -> Schedule:
        keys = [(f"Do{number}", f"s{style}") for number in range(100) for style in range(styles)]
        return Schedule(keys, [], 8, 40.0)

    three, seven = planned(3), planned(7)
    assert three.in_flight == seven.in_flight == IN_FLIGHT[:-1]
    assert (three.steps, seven.steps) == (8 * 100 * 3 * 4, ENOUGH * 100 * 7 * 4)
    assert seven.seconds < 300
