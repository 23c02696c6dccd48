"""JSON is read as RFC 8259 has it: a member twice is seen, and what is valid is never refused."""

import random
import resource
import time
from typing import Any

import msgspec
import pytest

from generator.runtime.json_text import NotJson, read
from generator.runtime.validation.violations import Flaw


def _flaws(value: Any, path: str = "") -> dict[str, str]:
    match value:
        case Flaw():
            return {path: value.text}
        case dict():
            pairs: Any = value.items()
        case list():
            pairs = enumerate(value)
        case _:
            return {}
    return {k: v for step, one in pairs for k, v in _flaws(one, f"{path}/{step}").items()}


TWICE = "is given more than once"
LARGE = "must be a number that a float64 can hold"


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        ('{"a":1,"a":2}', {"/a": TWICE}),
        ('{"a" :1,"b":2,"a": 2}', {"/a": TWICE}),
        ('{"a":1,"\\u0061":2}', {"/a": TWICE}),
        ('{"a":[{"b":1},{"b":1,"b":1}],"c":":"}', {"/a/1/b": TWICE}),
        ('{"a":"\\":","b":":","c":" :","b":1}', {"/b": TWICE}),
        ('{"a":{"x":{"y":"12:30:00","y":"12:30:00"}}}', {"/a/x/y": TWICE}),
        ('{"a":1e999,"b":[-1E400]}', {"/a": LARGE, "/b/0": LARGE}),
        ('{"a":' + "1" * 5000 + "}", {"/a": LARGE}),
        ('{"a":"\\ud800"}', {"/a": "must be a text that UTF-8 can hold"}),
        ('{"a":"\\ud83d\\ude00","b":1e999}', {"/b": LARGE}),
    ],
)
def test_what_has_no_value_is_a_flaw_where_it_stands(text: str, flaws: dict[str, str]) -> None:
    assert _flaws(read(text.encode())) == flaws


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a":1,}', "NaN", "Infinity", "-Infinity", "01", "1.", "'a'", '{"a":1}x', "\ufeff1"],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(NotJson):
        read(text.encode())
    with pytest.raises(NotJson):
        read(b'"\xff"')


def _random(choose: random.Random, depth: int = 0) -> str:
    """A random JSON text, now and then with a member twice."""
    blank = choose.choice(["", "", " ", "\n"])
    kind = choose.randrange(6 if depth < 4 else 3)
    if kind == 0:
        return choose.choice(["1", "-1.5e3", "true", "null"])
    if kind < 3:
        return choose.choice(
            ['":"', '"\\":"', '"a:b"', '"\\\\"', '" :"', '"x"', '""', '"09:30:00"']
        )
    items = [_random(choose, depth + 1) for _ in range(choose.randrange(4))]
    if kind == 3:
        return f"[{blank}{f',{blank}'.join(items)}]"
    names = ['"a"', '"b"', '"c"', '":"', '"d\\""', '"\\u0065"', '"e"']
    return f"{{{f'{blank},'.join(f'{choose.choice(names)}{blank}:{item}' for item in items)}}}"


def _has_twice(text: str) -> bool:
    import json

    found = []
    json.loads(text, object_pairs_hook=lambda p: found.append(len(p) > len(dict(p))))
    return any(found)


def test_a_member_that_is_given_twice_is_always_seen() -> None:
    choose = random.Random(4)
    seen = set()
    for _ in range(5000):
        text = _random(choose)
        twice = _has_twice(text)
        seen.add(twice)
        value = read(text.encode())
        assert bool(_flaws(value)) == twice, text
        if not twice:
            assert value == msgspec.json.decode(text)
    assert seen == {True, False}


@pytest.mark.parametrize("depth", [900, 2000, 100_000, 4_000_000])
def test_however_deep_a_text_is_it_is_read_down_to_where_it_is_refused(depth: int) -> None:
    start = time.process_time()
    value = read(b'{"a":[1,"[",' + b"[" * depth + b"]" * depth + b',{"b":2}],"c":3}')
    assert time.process_time() - start < 1
    assert value["c"] == 3
    assert value["a"][:2] == [1, "["]
    assert value["a"][3] == {"b": 2}
    inner = value["a"][2]
    for _ in range(50):
        [inner] = inner


@pytest.mark.parametrize("depth", [300, 600, 990, 5000])
def test_a_lone_surrogate_is_told_at_any_depth_that_a_text_may_have(depth: int) -> None:
    """The mending of texts goes deeper in Python's stack than the reading of JSON."""
    text = '{"a":' * depth + '"\\ud800"' + "}" * depth

    read(text.encode())


@pytest.mark.parametrize(
    "text",
    ['{"\\ud800":1,"\\udfff":2}', '{"\\ud800":1,"\ufffd":2}', '{"\ufffd":1,"a\\ud800":2}'],
)
def test_a_name_that_utf_8_cannot_hold_is_told_and_stands_for_no_other(text: str) -> None:
    value = read(f'{{"in":[{text}],"b":1}}'.encode())
    flaws = [item for item in value["in"][0].values() if isinstance(item, Flaw)]
    assert len(flaws) == 1
    assert "name" in flaws[0].text
    assert value["b"] == 1


def test_a_text_full_of_escapes_takes_little_memory() -> None:
    text = b'{"a":"' + b'\\":' * 2_000_000 + b'"}'
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    read(text)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
