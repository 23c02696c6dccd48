"""Patterns: the RE2 subset, judged as the servers judge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.resolve.patterns import Unusable, check, matches


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "^[A-Z]{3}$",
        "a+?b*?c??",
        "(?:a|b)+(?P<name>c)",
        r"\d+\.\d{2}",
        r"[]\[^-]*",
        r"[\]()*+?{}]+",
        "^(0[1-9]|1[0-2])/[0-9]{2}$",
        "a{1000}",
        r"\\1",
    ],
)
def test_the_subset_is_accepted(pattern: str) -> None:
    check(pattern)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(a)\1", "refers back"),
        (r"(?P<x>a)\k<x>", "refers back"),
        ("(?=a)", "look-ahead"),
        ("(?!a)", "look-ahead"),
        ("(?<=a)b", "look-behind"),
        ("(?<!a)b", "look-behind"),
        ("(?>a)", "atomic"),
        ("(?(1)a|b)", "condition"),
        ("(?i)a", "flags"),
        ("a*+", "possessive"),
        ("a{2}+", "possessive"),
        ("a**", "repeats a repeat"),
        ("a{1001}", "more than 1000"),
        ("(a{50}){50}", "more than 1000"),
        ("a{99999999999999}", "more than 1000"),
        ("[a-", "not a regular expression"),
        ("a)", "not a regular expression"),
        ("[z-a]", "not a regular expression"),
        ("x{y}", "not a regular expression"),
        ("a" * 10_001, "longer"),
    ],
)
def test_everything_else_is_refused_with_a_reason(pattern: str, why: str) -> None:
    with pytest.raises(Unusable, match=why):
        check(pattern)


def test_a_pattern_matches_anywhere() -> None:
    assert matches("b", "abc")
    assert not matches("^b", "abc")


def test_a_pattern_that_would_backtrack_forever_ends() -> None:
    assert not matches("^(a+)+$", "a" * 5_000 + "b")


@given(st.text(alphabet="ab[](){}*+?\\^$|.,1<>=!:P-", max_size=20))
def test_any_pattern_is_judged_without_a_crash(pattern: str) -> None:
    try:
        check(pattern)
    except Unusable:
        return
    matches(pattern, "ab1")
