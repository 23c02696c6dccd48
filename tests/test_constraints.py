"""Checks that constraints.txt pins what pyproject.toml asks for, and says nothing of where from."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TEXT = Path("constraints.txt").read_text("utf-8")
PINS = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", TEXT, re.MULTILINE)
}
PROJECT = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))


def _wanted() -> Iterator[Requirement]:
    project = PROJECT["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    for text in itertools.chain(PROJECT["build-system"]["requires"], *lists):
        requirement = Requirement(text)
        if requirement.name != project["name"]:
            yield requirement


@pytest.mark.parametrize("requirement", sorted(set(_wanted()), key=str), ids=str)
def test_what_the_project_asks_for_is_pinned(requirement: Requirement) -> None:
    assert PINS[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_pin_has_hashes() -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", TEXT, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PINS)
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_no_address_stands_there() -> None:
    lines = [line for line in TEXT.splitlines() if not line.lstrip().startswith("#")]
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


def test_the_tests_run_with_the_pinned_versions() -> None:
    installed = {canonicalize_name(found.name): found.version for found in distributions()}
    assert {name: installed[name] for name in PINS.keys() & installed.keys()} == {
        name: version for name, version in PINS.items() if name in installed
    }
