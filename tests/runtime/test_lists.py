"""Lists in headers are split as RFC 9110, section 5.6, has it."""

import time

import pytest

from generator.runtime.etag import matches
from generator.runtime.http.lists import quote, split, unquote


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (" , ,", []),
        ("a, b,c", ["a", "b", "c"]),
        ('"a,b", c', ['"a,b"', "c"]),
        ('"a\\",b", c', ['"a\\",b"', "c"]),
        ('"a, b', ['"a, b']),
        ('a;x="1,2", b', ['a;x="1,2"', "b"]),
    ],
)
def test_a_comma_in_quotes_separates_nothing(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_a_backslash_in_an_entity_tag_is_one_of_its_characters() -> None:
    assert split('"a\\", "b"', escapes=False) == ['"a\\"', '"b"']
    assert matches('W/"a,b", "c\\", "d"', '"d"')
    assert matches('W/"a,b", "c\\", "d"', '"a,b"', weak=True)
    assert not matches('"x,"', '","')


@pytest.mark.parametrize("text", ["", "a", 'a"b', "a\\", '"', "a, b"])
def test_what_is_quoted_comes_back(text: str) -> None:
    assert unquote(quote(text)) == text


def test_splitting_takes_no_longer_than_it_must() -> None:
    begun = time.perf_counter()
    for text in ('"' * 32_000, '\\"' * 16_000, '"\\' * 16_000, '",' * 16_000):
        split(text)
        split(text, ";", escapes=False)
    assert time.perf_counter() - begun < 5
