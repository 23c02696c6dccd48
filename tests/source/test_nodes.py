"""Nodes carry the values of YAML 1.2's core schema, and the exact places of keys and values."""

from decimal import Decimal

import pytest

from generator.diagnostics import Span
from generator.model.node import Mapping, Node, Scalar, Sequence, to_json
from tests.source.reading import codes, pure_python, read, root

PLACES = """\
# comment
title: Products
"quoted key":   'it''s'
list: [a, {b: c},
  d]
block:
  - one
  - two: 2
empty:
text: |
  first

  second

anchor: &x {k: [v]}
alias: *x
宽: {é: "𝄞", e\u0301: x}
last: 1
"""


def value(text: str) -> object:
    node = root(f"k: {text}\n").get("k")
    assert isinstance(node, Scalar)
    return node.value


def place(span: Span) -> tuple[int, int, int, int]:
    return span[1:]


def walk(node: Node) -> list[tuple[str, tuple[int, int, int, int]]]:
    match node:
        case Scalar():
            return [(node.text, place(node.span))]
        case Sequence():
            inner = [found for item in node.items for found in walk(item)]
            return [("[]", place(node.span)), *inner]
        case Mapping():
            found = [("{}", place(node.span))]
            for entry in node:
                found += [(entry.key, place(entry.key_span)), *walk(entry.value)]
            return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("No", "No"),
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("null", None),
        ("~", None),
        ("Null", None),
        ("12", 12),
        ("-12", -12),
        ("+12", 12),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("-0x1F", "-0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("190:20:30", "190:20:30"),
        ("1.5", Decimal("1.5")),
        ("1.50", Decimal("1.50")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("1e3", Decimal("1e3")),
        ("-1.5E-3", Decimal("-1.5E-3")),
        (".", "."),
        ("-", None),
        (".inf", Decimal("Infinity")),
        ("-.Inf", Decimal("-Infinity")),
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("1.2.3", "1.2.3"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!!float 12", Decimal(12)),
        ('!!int "12"', 12),
        ("!!null ''", None),
        ("list<map<string?>>", "list<map<string?>>"),
    ],
)
def test_plain_scalars_mean_what_the_core_schema_says(text: str, expected: object) -> None:
    if text == "-":
        node = root("k:\n  -\n").get("k")
        assert isinstance(node, Sequence)
        assert to_json(node) == [None]
        return
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_not_a_number_is_a_decimal() -> None:
    found = value(".nan")
    assert isinstance(found, Decimal)
    assert found.is_nan()


def test_quotes_tell_text_from_number() -> None:
    found = root('a: "22.00"\nb: 22.00\nc: |\n  22\n')
    quoted = {entry.key: entry.value.quoted for entry in found if isinstance(entry.value, Scalar)}
    assert quoted == {"a": True, "b": False, "c": True}


def test_every_key_and_value_has_its_exact_place() -> None:
    assert walk(root(PLACES)) == [
        ("{}", (2, 1, 18, 8)),
        ("title", (2, 1, 2, 6)),
        ("Products", (2, 8, 2, 16)),
        ("quoted key", (3, 1, 3, 13)),
        ("it's", (3, 17, 3, 24)),
        ("list", (4, 1, 4, 5)),
        ("[]", (4, 7, 5, 5)),
        ("a", (4, 8, 4, 9)),
        ("{}", (4, 11, 4, 17)),
        ("b", (4, 12, 4, 13)),
        ("c", (4, 15, 4, 16)),
        ("d", (5, 3, 5, 4)),
        ("block", (6, 1, 6, 6)),
        ("[]", (7, 3, 8, 11)),
        ("one", (7, 5, 7, 8)),
        ("{}", (8, 5, 8, 11)),
        ("two", (8, 5, 8, 8)),
        ("2", (8, 10, 8, 11)),
        ("empty", (9, 1, 9, 6)),
        ("", (9, 7, 9, 7)),
        ("text", (10, 1, 10, 5)),
        ("first\n\nsecond\n", (10, 7, 13, 9)),
        ("anchor", (15, 1, 15, 7)),
        ("{}", (15, 9, 15, 20)),
        ("k", (15, 13, 15, 14)),
        ("[]", (15, 16, 15, 19)),
        ("v", (15, 17, 15, 18)),
        ("alias", (16, 1, 16, 6)),
        ("{}", (15, 9, 15, 20)),
        ("k", (15, 13, 15, 14)),
        ("[]", (15, 16, 15, 19)),
        ("v", (15, 17, 15, 18)),
        ("宽", (17, 1, 17, 2)),
        ("{}", (17, 4, 17, 19)),
        ("é", (17, 5, 17, 6)),
        ("𝄞", (17, 8, 17, 11)),
        ("e\u0301", (17, 13, 17, 15)),
        ("x", (17, 17, 17, 18)),
        ("last", (18, 1, 18, 5)),
        ("1", (18, 7, 18, 8)),
    ]


def test_both_parsers_make_the_same_nodes_at_the_same_places() -> None:
    fast = walk(root(PLACES))
    with pure_python():
        slow = walk(root(PLACES))
    assert slow == fast


@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_other_line_breaks_change_no_place(line_break: str) -> None:
    assert walk(root(PLACES.replace("\n", line_break))) == walk(root(PLACES))


def test_aliases_repeat_what_their_anchors_mark() -> None:
    found = to_json(root("a: &x [1, &y two]\nb: *x\nc: *y\n&k key: 1\nd: *k\n"))
    assert found == {"a": [1, "two"], "b": [1, "two"], "c": "two", "key": 1, "d": "key"}


def test_an_alias_can_be_a_key() -> None:
    assert to_json(root("a: &x name\n*x : 1\n")) == {"a": "name", "name": 1}


def test_the_first_of_two_equal_keys_counts() -> None:
    found, problems = read("a: 1\na: {b: 2}\nc: 3\n")
    assert [problem.code for problem in problems] == ["GEN110"]
    assert found is not None
    assert to_json(found) == {"a": 1, "c": 3}


def test_numbers_as_keys_are_kept_as_they_are_spelled() -> None:
    found, problems = read("0x1F: a\n")
    assert [problem.code for problem in problems] == ["GEN111"]
    assert found is not None
    assert to_json(found) == {"0x1F": "a"}


def test_all_problems_of_a_text_are_found_in_one_run() -> None:
    text = 'a: 1\na: 2\n3: c\n<<: {}\nd: !x e\n"f": *g\nh: 1e999\n'
    assert codes(text) == ["GEN110", "GEN111", "GEN112", "GEN113", "GEN116", "GEN120"]


def test_a_key_without_a_value_is_allowed_in_braces() -> None:
    assert to_json(root("output: {bytes, media_type: image/jpeg}\n")) == {
        "output": {"bytes": None, "media_type": "image/jpeg"}
    }


def test_the_directive_of_yaml_1_2_is_allowed() -> None:
    assert to_json(root("%YAML 1.2\n---\na: on\n...\n")) == {"a": "on"}
