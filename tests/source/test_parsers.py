"""libyaml reads contracts where it is there; PyYAML alone is enough."""

from pathlib import Path

import pytest
import yaml

from generator.contract.source.events import PythonEvents, fastest
from tests.source.reading import pure_python, root

CONTRACTS = [
    *sorted(Path("contracts").rglob("*.yaml")),
    *sorted(Path("tests").glob("*/contracts/*.yaml")),
]
TEXTS = [
    "a: [b?, c?d, ?e, f ?, g?]\n",
    "a: {b: list<c?>?, d: https://e?f=g, h: i }\n",
    "a: {b: c? # d\n  , e: f?\n  g?, h?: i? }\n",
    "a: b? c ?d? # e\nf:\n  - g\n  - h?\n    i\n\n    j\nk: l:m#n\n",
]


def test_libyaml_is_used_where_it_is_there() -> None:
    if not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    assert fastest() is not PythonEvents


def test_python_is_enough_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert fastest() is PythonEvents


@pytest.mark.parametrize("path", CONTRACTS, ids=str)
def test_python_reads_every_contract_as_libyaml_does(path: Path) -> None:
    _same(path.read_text("utf-8"))


@pytest.mark.parametrize("text", TEXTS)
def test_python_reads_question_marks_as_libyaml_does(text: str) -> None:
    _same(text)


def _same(text: str) -> None:
    fast = root(text)
    with pure_python():
        slow = root(text)
    assert slow == fast
    assert repr(slow) == repr(fast)  # with all places, which take no part in equality
