"""Checks that the constraints pin what pyproject.toml asks for, and say nothing of where from."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TEXTS = {
    name: Path(name).read_text("utf-8") for name in ("constraints.txt", "constraints-build.txt")
}


def _pins(text: str) -> dict[str, str]:
    """The version of each package; of several for different machines that of this one, if any."""
    found = {}
    for name, version, marker in re.findall(
        r"^([\w.-]+)==(\S+)(?: ; ([^\\\n]+))?", text, re.MULTILINE
    ):
        if canonicalize_name(name) not in found or Marker(marker).evaluate():
            found[canonicalize_name(name)] = version
    return found


PINS, BUILD = map(_pins, TEXTS.values())
PROJECT = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))


def _wanted(*extras: str) -> Iterator[Requirement]:
    project = PROJECT["project"]
    lists = [project["dependencies"], *PROJECT["dependency-groups"].values()]
    lists += [project["optional-dependencies"][extra] for extra in extras]
    for text in itertools.chain(PROJECT["build-system"]["requires"], *lists):
        requirement = Requirement(text)
        if requirement.name != project["name"]:
            yield requirement


@pytest.mark.parametrize("requirement", sorted({*_wanted("stubs", "dev")}, key=str), ids=str)
def test_what_the_project_asks_for_is_pinned(requirement: Requirement) -> None:
    assert PINS[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize("requirement", sorted({*_wanted("stubs")}, key=str), ids=str)
def test_what_a_build_asks_for_is_pinned(requirement: Requirement) -> None:
    assert BUILD[canonicalize_name(requirement.name)] in requirement.specifier


def test_a_build_gets_the_versions_of_the_tests_and_not_their_tools() -> None:
    assert BUILD.items() <= PINS.items()
    assert not BUILD.keys() & {"pytest", "mypy", "pyright", "ruff", "playwright", "buf-bin"}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_pin_has_hashes(text: str) -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert {canonicalize_name(block.partition("==")[0]) for block in blocks} == {*_pins(text)}
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_address_stands_there(text: str) -> None:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


def test_the_tests_run_with_the_pinned_versions() -> None:
    installed = {canonicalize_name(found.name): found.version for found in distributions()}
    assert {name: installed[name] for name in PINS.keys() & installed.keys()} == {
        name: version for name, version in PINS.items() if name in installed
    }
