"""The phases of `resolve` are links of a chain: each takes what the one before it gives."""

import dataclasses
import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_type_hints

import pytest

from generator.contract.resolve.declared import Declared
from generator.contract.resolve.named import name_all
from generator.contract.resolve.operations import operate_all
from generator.contract.resolve.patches import patch_updates
from generator.contract.resolve.resourced import resource_all
from generator.contract.resolve.typed import type_all
from generator.contract.resolve.valued import value_all
from generator.contract.resolve.views import view_inputs

LINKS: list[Callable[..., object]] = [
    *(name_all, type_all, value_all, resource_all, operate_all, view_inputs, patch_updates)
]
ROOT = Path(__file__).parents[2]


def taken(link: Callable[..., object]) -> type:
    """The type of what a link takes, beside the problems."""
    first, second = inspect.signature(link).parameters
    assert second == "problems"
    found = get_type_hints(link)[first]
    assert isinstance(found, type)
    return found


def given(link: Callable[..., object]) -> type:
    """The type of what a link gives."""
    found = get_type_hints(link)["return"]
    assert isinstance(found, type)
    return found


def test_each_link_takes_what_the_one_before_it_gives() -> None:
    values = [Declared, *map(given, LINKS)]
    assert [taken(link) for link in LINKS] == values[:-1]
    assert len(set(values)) == len(values)


@pytest.mark.parametrize("value", [Declared, *map(given, LINKS)])
def test_what_a_link_gives_is_frozen(value: type) -> None:
    assert dataclasses.is_dataclass(value)
    assert "__setattr__" in vars(value)  # which refuses


def program(first: Callable[..., object], second: Callable[..., object], start: type) -> str:
    """A program that puts two links after one another."""
    names = [first.__name__, second.__name__]
    return (
        f"from {start.__module__} import {start.__name__}\n"
        f"from {first.__module__} import {names[0]}\n"
        f"from {second.__module__} import {names[1]}\n"
        "from generator.diagnostics import Problems\n\n\n"
        f"def run(value: {start.__name__}, problems: Problems) -> None:\n"
        f"    {names[1]}({names[0]}(value, problems), problems)\n"
    )


def test_two_links_in_the_wrong_order_are_a_type_error(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(program(type_all, value_all, taken(type_all)))
    wrong.write_text(program(value_all, type_all, taken(type_all)))
    command = [sys.executable, "-m", "mypy", "--strict", right, wrong]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    refused = [line for line in lines if ": error: " in line]
    assert [Path(line.partition(":")[0]).name for line in refused] == ["wrong.py"] * 2, done.stdout
    assert 'has incompatible type "Valued"; expected "Named"' in done.stdout
    assert 'has incompatible type "Named"; expected "Typed"' in done.stdout
