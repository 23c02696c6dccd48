"""Places in the units of three encodings, and changes to a text."""

import random

import pytest

from generator.editor.text import Place, Range, Text, points, units

LINE = "a: é中😀b"


@pytest.mark.parametrize(
    ("encoding", "codec", "size"),
    [("utf-8", "utf-8", 1), ("utf-16", "utf-16-le", 2), ("utf-32", "utf-32-le", 4)],
)
def test_columns_are_counted_in_the_code_units_of_the_encoding(
    encoding: str, codec: str, size: int
) -> None:
    for column in range(len(LINE) + 1):
        counted = len(LINE[:column].encode(codec)) // size
        assert units(LINE, column, encoding) == counted
        assert points(LINE, counted, encoding) == column


def test_a_column_within_a_character_is_the_end_of_it() -> None:
    assert points("😀b", 1, "utf-16") == 1
    assert points("😀b", 3, "utf-8") == 1


def test_a_column_beyond_the_line_is_its_end() -> None:
    assert points("é", 99, "utf-16") == 1
    assert points("e", 99, "utf-16") == 1


def test_lines_end_as_lsp_says_and_nowhere_else() -> None:
    text = Text("a\r\nb\rc\nd\u2028e\x0cf\x85g")
    assert text.lines == ["a", "b", "c", "d\u2028e\x0cf\x85g"]
    assert text.offset(Place(3, 1)) == 8


def test_a_change_replaces_a_range_over_lines() -> None:
    text = Text("one\ntwo\nthree\n")
    assert text.replaced(Range(Place(0, 1), Place(2, 2)), "X\nY").content == "oX\nYree\n"
    assert text.replaced(Range(Place(3, 0), Place(3, 0)), "end").content.endswith("three\nend")
    assert text.replaced(Range(Place(9, 9), Place(9, 9)), "!").content == "one\ntwo\nthree\n!"


def test_any_changes_leave_the_text_that_a_string_would_be() -> None:
    chance = random.Random(7)
    text = Text("")
    for _ in range(500):
        start = chance.randint(0, len(text.content))
        end = min(len(text.content), start + chance.randint(0, 4))
        new = "".join(chance.choice("ab \n\u2028\x0c😀é:") for _ in range(chance.randint(0, 5)))
        expected = text.content[:start] + new + text.content[end:]
        text = text.replaced(Range(_place(text.content, start), _place(text.content, end)), new)
        assert text.content == expected


def _place(content: str, offset: int) -> Place:
    before = content[:offset].split("\n")
    return Place(len(before) - 1, len(before[-1]))
