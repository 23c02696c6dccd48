"""The walker that explains agrees with jsonschema-rs, and is quick whatever it looks at."""

import json
import os
import resource
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from generator.kinds import kind_of
from generator.model import ScalarRef
from generator.runtime.errors import Violation
from generator.runtime.validation.keywords import KEYWORDS, OUT_OF_YEARS
from generator.runtime.validation.schema import Schema
from generator.runtime.validation.violations import detail, pointer
from tests.runtime.random_values import Values

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "generated").glob("*/schema.json"))
CASES = int(os.environ.get("RANDOM_VALUES", "60"))


def _by_jsonschema_rs(document: Mapping[str, Any], name: str, raw: object) -> list[Violation]:
    """All violations, from the errors that jsonschema-rs makes of the published schema."""
    validator = jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/$defs/{name}", "$defs": document["$defs"]},
        validate_formats=True,
        keywords=KEYWORDS,
    )
    return [one for error in validator.iter_errors(raw) for one in _told(error, document)]


def _told(error: Any, document: Mapping[str, Any]) -> Iterator[Violation]:
    schema: Any = document
    for step in error.schema_path[:-1]:
        schema = schema[step]
    path, kind = error.instance_path, error.kind
    match kind.name:
        case "required":
            yield Violation(pointer([*path, kind.property]), "is required")
        case "additionalProperties":
            for name in kind.unexpected:
                yield Violation(pointer([*path, name]), "is not a known member")
        case "x-decimal" | "x-bytes":
            yield Violation(pointer(path), kind.message)
        case keyword:
            text = detail(keyword, schema[keyword], schema)
            yield Violation(pointer(path), text)


def _unhidden(violations: list[Violation]) -> set[Violation]:
    """Without what is said of a list besides that it is too long, or of a wrong type's value."""
    too_long = {v.pointer for v in violations if "must have at most" in v.detail}
    too_long &= {v.pointer for v in violations if v.detail.endswith(("item", "items"))}
    wrong_type = {v.pointer for v in violations if v.detail.startswith("must be a string")}
    return {
        v
        for v in violations
        if not any(v.pointer.startswith(f"{place}/") for place in too_long)
        and not (v.pointer in too_long and "twice" in v.detail)
        and not (v.pointer in wrong_type and not v.detail.startswith("must be a string"))
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_the_walker_finds_what_the_published_schema_says(path: Path) -> None:
    document = json.loads(path.read_text())
    values = Values(document["$defs"], seed=1)
    schema = Schema(document)
    verdicts = set()
    for name in document["$defs"]:
        validator = schema.validator(name)
        for _ in range(CASES):
            raw = values.of({"$ref": f"#/$defs/{name}"})
            expected = _by_jsonschema_rs(document, name, raw)
            verdicts.add(not expected)
            # The quick look lets nothing pass that is wrong, and leaves the rest to the walker.
            if validator.is_valid(raw):
                assert not expected, (name, raw)
                continue
            found = validator.violations(raw)
            if len(found) < 100:
                # JSON Schema cannot say that an offset leads an instant out of the years.
                said = {violation for violation in found if violation.detail != OUT_OF_YEARS}
                assert said == _unhidden(expected), (name, raw)
    assert verdicts == {True, False}


def scalar(name: str) -> Mapping[str, Any]:
    return kind_of(ScalarRef(kind=name)).json


def _wide() -> Schema:
    """Definitions with all that may be large."""
    text = scalar("string")
    leaf = {"type": "object", "properties": {"a": text}, "additionalProperties": False}
    tree = {
        "type": "object",
        "properties": {"name": text, "children": {"type": "array", "items": {"$ref": "#/$defs/T"}}},
        "required": ["name"],
        "additionalProperties": False,
    }
    members = {
        "tags": {"type": "array", "items": text, "maxItems": 20, "uniqueItems": True},
        "free": {"type": "array", "items": text},
        "unique": {"type": "array", "items": {"$ref": "#/$defs/L"}, "uniqueItems": True},
        "leaves": {"type": "array", "items": {"$ref": "#/$defs/L"}},
        "map": {"type": "object", "additionalProperties": {"$ref": "#/$defs/L"}},
        "tree": {"$ref": "#/$defs/T"},
        "any": {},
        "code": {"type": "string", "pattern": "^([a-z]|[a-y])*$", "maxLength": 10},
        "price": {**scalar("decimal"), "x-decimal": {"multipleOf": "0.01"}},
        "data": {**scalar("bytes"), "x-bytes": {"maxLength": 4}},
        "uri": scalar("uri"),
        "number": scalar("int32"),
    }
    definitions = {
        "R": {"type": "object", "properties": members, "additionalProperties": False},
        "L": leaf,
        "T": tree,
    }
    return Schema({"$defs": definitions})


TREE = b'{"children":[%s]}' % b",".join([b"{}"] * 2_000_000)
DEEP_TREE = b'{"name":"","children":[' * 20 + b",".join([b'{"name":""}'] * 800_000) + b"]}" * 20
LARGE: dict[str, bytes] = {
    "a list that is too long": b'{"tags":[%s]}' % b",".join([b"1"] * 5_000_000),
    "a list of wrong items": b'{"free":[%s]}' % b",".join([b"1"] * 5_000_000),
    "the last of many items": b'{"free":[%s,1]}' % b",".join([b'""'] * 3_000_000),
    "the last of many records": b'{"leaves":[%s,1]}' % b",".join([b"{}"] * 3_000_000),
    "wrong records": b'{"leaves":[%s]}' % b",".join([b'{"b":{}}'] * 1_000_000),
    "records of which two are the same": b'{"unique":[%s]}'
    % b",".join([b'{"a":"%d"}' % (i % 99_999) for i in range(100_000)]),
    "unknown members": b"{%s}" % b",".join([b'"x%d":1' % i for i in range(900_000)]),
    "a map of wrong values": b'{"map":{%s}}' % b",".join([b'"%d":1' % i for i in range(900_000)]),
    "the last value of a map": b'{"map":{%s,"x":1}}'
    % b",".join([b'"%d":{}' % i for i in range(800_000)]),
    "a wrong tree": b'{"tree":%s}' % TREE,
    "a tree whose end is wrong": b'{"tree":%s}' % DEEP_TREE.replace(b"]", b",1]", 1),
    "something deep in an any": b'{"any":[%s%s%s]}' % (b"[]," * 3_000_000, b"[" * 40, b"]" * 40),
    "a long text against a pattern": b'{"code":"%s"}' % (b"a" * 10_000_000),
    "a long decimal": b'{"price":"0.%s"}' % (b"1" * 10_000_000),
    "a large decimal": b'{"price":"1E-999"}',
    "long bytes": b'{"data":"%s"}' % (b"YWJj" * 2_500_000),
    "a long URI": b'{"uri":"%s"}' % (b"a:b/" * 2_500_000 + b" "),
    "a long name": b'{"%s":1}' % (b"/" * 10_000_000),
    "a large number": b'{"number":%s}' % (b"1" * 4000),
}


@pytest.mark.parametrize("name", LARGE)
def test_an_input_of_the_permitted_size_is_explained_in_bounded_time_and_memory(name: str) -> None:
    raw = msgspec.json.decode(LARGE[name])
    validator = _wide().validator("R")
    assert validator.violations({"number": "", "free": [1], "map": {"a": 1}})  # compiled
    start, before = time.process_time(), _peak()
    found = validator.judge(raw)
    spent = time.process_time() - start
    assert _peak() - before < 30
    assert 1 <= len(found) <= 100
    assert spent < 0.6  # 0.3 on a machine that does nothing else
    assert sum(len(one.pointer) + len(one.detail) for one in found) < 100_000


def _peak() -> float:
    """The most memory that this process has had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_a_list_that_is_too_long_is_one_violation() -> None:
    raw = msgspec.json.decode(LARGE["a list that is too long"])
    found = _wide().validator("R").violations(raw)
    assert found == [Violation("/tags", "must have at most 20 items")]
