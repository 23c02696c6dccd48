"""Walks every kind of value through everybody who asks it something."""

import re
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from generator.kinds import ScalarKind, containers, scalars
from generator.runtime.validation.violations import FORMATS
from tests.behaviour.told import of_each
from tests.contract import api_of
from tests.kinds import askers
from tests.kinds.documents import LANGUAGE

REGISTRY = Path("generator/kinds/registry.py")
# Those that only the language calls so: a module that holds several of them has a list of kinds.
TELLING = re.compile('"(float32|float64|timestamp|uuid|uri|email|hostname)"')


@pytest.mark.parametrize("kind", scalars(), ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    "asker",
    [
        *askers.ASKERS,
        *chain.from_iterable(of_each("ASKERS").values()),
        askers.the_documentation_has_its_row,
    ],
    ids=lambda asker: asker.__name__,
)
def test_everybody_who_asks_knows_the_kind(
    asker: Callable[[ScalarKind], None], kind: ScalarKind
) -> None:
    asker(kind)


def test_no_other_module_has_a_list_of_kinds() -> None:
    for path in Path("generator").rglob("*.py"):
        found = {*TELLING.findall(path.read_text("utf-8"))}
        assert path == REGISTRY or len(found) < 3, path


@pytest.mark.parametrize("kind", scalars(), ids=lambda kind: kind.name)
def test_the_run_time_has_the_words_of_kinds_with_a_python_type(kind: ScalarKind) -> None:
    if kind.words is not None and kind.text_words is None:
        assert FORMATS[kind.json.get("format") or kind.json["title"]] == kind.words


@pytest.mark.parametrize("kind", containers(), ids=lambda kind: kind.name)
def test_containers_are_spelled_and_documented(kind: ScalarKind) -> None:
    api = api_of(f"types: {{A: {{fields: {{a: {kind.name}<string>}}}}}}\n")
    assert api.types["A"]
    assert f"`{kind.name}<T>`" in LANGUAGE.read_text("utf-8")
