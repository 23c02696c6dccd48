"""Texts that match a pattern."""

import pytest

from generator.contract.resolve.patterns import matches
from generator.emit.examples.pattern import matching

PATTERNS = [
    "^[a-z][a-z0-9-]*$",
    r"^\d{4}-\d{2}$",
    "^(foo|bar)?x$",
    "^[^a]$",
    r"^\p{L}+\P{N}$",
    r"^(?:\+|00)[1-9]\d{7,14}$",
    r"^[\w.+-]+@\w+\.\w{2,}$",
    r"^[\]\[]+[^\]]$",
    r"^\x41\x{1F600}\t$",
    "^(?P<year>[0-9]{4})|other$",
    r"^a{2}b{1,3}?c*?d+?e??$",
    r"\bword\b",
    r"^\$\{x\}$",
    "plain",
    "",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_text_matches_the_pattern(pattern: str) -> None:
    text = matching(pattern)
    assert text is not None
    assert matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "shortest", "longest", "text"),
    [
        ("^[A-Z]{2,3}[0-9]+$", 6, 6, "AAA000"),
        ("^[a-z]*$", 3, 3, "aaa"),
        ("abc", 7, None, "abcaaaa"),
        ("^[a-f]{4}$", 4, 4, "aaaa"),
    ],
)
def test_repeats_reach_the_wanted_length(
    pattern: str, shortest: int, longest: int | None, text: str
) -> None:
    assert matching(pattern, shortest=shortest, longest=longest) == text


@pytest.mark.parametrize(
    ("pattern", "shortest", "longest"), [("^a{5}$", 0, 3), ("^ab$", 5, None), ("^[0-9]+$", 0, 0)]
)
def test_without_a_simple_text_there_is_none(
    pattern: str, shortest: int, longest: int | None
) -> None:
    assert matching(pattern, shortest=shortest, longest=longest) is None
