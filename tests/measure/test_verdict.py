"""A style is named when it leads in every round; two that take turns lead together."""

from generator.compare.timing.result import Spread
from generator.compare.timing.summary import spread
from generator.compare.timing.verdict import verdict


def flat(value: float, by: float = 0.0) -> Spread:
    return Spread(median=value, low=value - by, high=value + by)


def rounds(*values: float) -> Spread:
    return spread(values)


def test_who_leads_in_every_round_wins_though_the_ranges_overlap() -> None:
    fast, slow = rounds(1, 2, 3, 4, 5, 6), rounds(2, 4, 6, 8, 10, 12)
    found = verdict({"a": slow, "b": fast}, lower_is_better=True)
    assert found is not None
    assert (found.leaders, found.second) == (("b",), "a")
    assert (found.ratio, found.low, found.high) == (2.0, 2.0, 2.0)


def test_who_loses_one_round_does_not_win() -> None:
    mostly, other = rounds(1, 1, 1, 1, 1, 9), rounds(2, 2, 2, 2, 2, 2)
    assert verdict({"a": mostly, "b": other}, lower_is_better=True) is None


def test_more_can_be_better() -> None:
    few, many = rounds(1, 2, 3, 4, 5, 6), rounds(3, 6, 9, 12, 15, 18)
    found = verdict({"a": few, "b": many}, lower_is_better=False)
    assert found is not None
    assert (found.leaders, found.ratio) == (("b",), 3.0)


def test_the_ratio_is_the_median_of_those_of_the_rounds_with_their_range() -> None:
    one, other = rounds(1, 1, 1, 1, 1, 1, 1), rounds(2, 3, 4, 5, 6, 7, 20)
    found = verdict({"a": one, "b": other}, lower_is_better=True)
    assert found is not None
    assert (found.ratio, found.low, found.high) == (5.0, 2.0, 20.0)


def test_two_that_take_turns_lead_together() -> None:
    values = {
        "a": rounds(1, 2, 1, 2, 1, 2),
        "b": rounds(9, 9, 9, 9, 9, 9),
        "c": rounds(2, 1, 2, 1, 2, 1),
    }
    found = verdict(values, lower_is_better=True)
    assert found is not None
    assert (found.leaders, found.second) == (("a", "c"), "b")
    assert found.ratio == 4.5


def test_few_rounds_name_no_winner() -> None:
    assert verdict({"a": rounds(1, 1), "b": rounds(9, 9)}, lower_is_better=True) is None


def test_equal_rounds_name_no_winner() -> None:
    same = rounds(1, 2, 3, 4, 5, 6, 7)
    assert verdict({"a": same, "b": same}, lower_is_better=True) is None


def test_without_rounds_ranges_have_to_be_apart() -> None:
    apart = {"a": flat(1, 0.2), "b": flat(2, 0.2), "c": flat(9)}
    found = verdict(apart, lower_is_better=True)
    assert found is not None
    assert (found.leaders, found.second) == (("a",), "b")
    assert verdict({"a": flat(1, 0.5), "b": flat(2, 0.5)}, lower_is_better=True) is None
    assert verdict({"a": flat(1, 0.6), "b": flat(2, 0.5)}, lower_is_better=False) is None


def test_one_style_alone_wins_nothing() -> None:
    assert verdict({"a": flat(1)}, lower_is_better=True) is None
