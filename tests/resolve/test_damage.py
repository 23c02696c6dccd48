"""Contracts with parts exchanged, removed and moved: reported, never a crash."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.building import pipeline
from generator.contract.lock.ledger import Ledger
from generator.contract.read import read as read_contract
from generator.contract.resolve import resolve
from generator.contract.source import Source, SourceText, parse
from generator.diagnostics import Problems
from generator.model import to_json
from generator.styles import registry

ROOT = Path(__file__).parents[2]
CONTRACTS = sorted((ROOT / "contracts").glob("*.yaml"))
Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

STRANGE: list[Plain] = [
    *(None, True, 0, -1, 1.5, "", "x", "x-y", "none", "string", "list<string>", "stream<Post>"),
    *([], ["x"], [None], {}, {"type": "string"}, {"x": {}}, {"bytes": None}),
    {"name": {"input": {}}},
]


def read(path: Path) -> Plain:
    parsed = parse(SourceText(path.name, path.read_text(encoding="utf-8")), Problems())
    assert parsed is not None
    return json.loads(json.dumps(to_json(parsed.root), default=float))


DOCUMENTS = {path.stem: read(path) for path in CONTRACTS}


def places_in(node: Plain) -> Iterator[tuple[Plain, str | int]]:
    if isinstance(node, dict | list):
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            yield node, key
            yield from places_in(node[key])  # type: ignore[index]


def damaged(document: Plain, seed: int) -> str:
    """A contract in which something stands where something else stood."""
    chance = random.Random(seed)
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 4)):
        places = list(places_in(document))
        node, key = chance.choice(places)
        other, at = chance.choice(places)
        if isinstance(node, dict) and chance.random() < 0.3:
            node[chance.choice([str(at), "x", "Post", "id", "kind"])] = node.pop(str(key))
        else:
            moved = chance.choice([*STRANGE, other[at], other[at]])  # type: ignore[index]
            node[key] = copy.deepcopy(moved)  # type: ignore[index]
    return yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_damaged_contract_is_resolved_or_has_problems_with_places(name: str, seed: int) -> None:
    problems = Problems()
    parsed = parse(SourceText("a.yaml", damaged(DOCUMENTS[name], seed)), problems)
    if parsed is None or not parsed.whole:
        return
    source = Source(root=parsed.root, file="a.yaml", imports={}, texts=problems.texts)
    api = resolve(source, registry.names(), problems)
    assert (api is None) == problems.failed
    assert all(found.span is not None for found in problems)


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_what_is_left_of_a_damaged_contract_is_a_contract_that_styles_can_bind(
    name: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a.yaml"
    path.write_text(damaged(DOCUMENTS[name], seed), "utf-8", newline="")
    problems = Problems()
    api = read_contract(path, registry.names(), root=path.parent, problems=problems)
    if api is not None:
        pipeline.bind(api, Ledger(problems), registry.styles(None), problems)
    assert api is not None or problems.failed
