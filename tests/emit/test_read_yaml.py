"""Reading back what was written as YAML."""

import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.formats.yaml.read import read_yaml
from generator.formats.yaml.write import write_yaml
from tests.hostile.hostile import TEXTS

VALUES: list[Any] = [
    None,
    "",
    {},
    [],
    [[], {}, [{}]],
    {"a": {"b": [1, 1.5, True, None, "true", "1", "1.5", "null", "~", "2026-01-31", "0x1", "1e3"]}},
    {"on": "off", "yes": "no", "y": "n", "1": 1, "": "", "a b": "c: d"},
    [{"a": 1, "b": [2, {"c": 3}]}, "x\ny\n", "x\n\n", " x", "x "],
    list(TEXTS.values()),
    {text: text for text in TEXTS.values()},
]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_what_was_written_comes_back(value: Any) -> None:
    content = write_yaml(value)
    assert read_yaml(content) == value
    assert yaml.load(content, yaml.CSafeLoader) == value


@pytest.mark.parametrize("path", sorted(Path("contracts").glob("*.yaml")), ids=lambda p: p.stem)
def test_other_yaml_is_read_as_the_library_reads_it(path: Path) -> None:
    content = path.read_bytes()
    assert read_yaml(content) == yaml.load(content, yaml.CSafeLoader)


@pytest.mark.parametrize("text", ["", "a: 1\n---\nb: 2\n", "a: &x 1\nb: *x\n", "a: [1\n"])
def test_what_is_never_written_is_refused(text: str) -> None:
    with pytest.raises((ValueError, yaml.YAMLError)):
        read_yaml(text.encode())


def test_a_tag_runs_nothing() -> None:
    assert read_yaml(b"a: !!python/name:os.system ''\n") == {"a": ""}


def test_numbers_keep_their_kind() -> None:
    one, half = read_yaml(b"[1, 1.0]")
    assert type(one) is int
    assert type(half) is float
    assert math.isclose(half, 1.0)


def test_what_has_an_anchor_is_written_once_and_is_the_same_to_a_reader() -> None:
    policy = {"retry": [1, {"on": "reset"}]}
    value = {"routes": [{"policy": policy}, {"policy": dict(policy)}, {"policy": {"retry": []}}]}
    content = write_yaml(value, {"policy": policy})
    assert (content.count(b"reset"), content.count(b"&policy"), content.count(b"*policy")) == (
        1,
        1,
        1,
    )
    assert yaml.load(content, yaml.CSafeLoader) == value
