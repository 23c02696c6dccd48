"""Writes Envoy's folder for a test, and runs it."""

import contextlib
import json
import shutil
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.deploy import registry
from generator.deploy.running import free_address, started
from generator.deploy.target import Runs
from tests.deploy import fronts

_TARGET = registry.target("envoy")
assert isinstance(_TARGET, Runs)
ENVOY: Runs = _TARGET
needs_envoy = pytest.mark.skipif(ENVOY.missing() != "", reason=ENVOY.missing())
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Running:
    """An Envoy; folder: with the certificate that it shows; admin: where its statistics are."""

    address: str
    admin: str
    folder: Path

    def counters(self, part: str) -> dict[str, int]:
        """Those of its counters whose names hold a text, and that have counted something."""
        with urllib.request.urlopen(f"http://{self.admin}/stats?usedonly&format=json") as answer:
            stats = json.load(answer)["stats"]
        found = {one["name"]: one["value"] for one in stats if "value" in one}
        return {name: value for name, value in found.items() if part in name and value}

    def log(self) -> list[dict[str, Any]]:
        """Its access log until now."""
        lines = (self.folder / "proxy.log").read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


def written(
    folder: Path,
    contracts: Sequence[Path],
    given: Given | None = None,
    styles: tuple[str, ...] | None = None,
) -> Path:
    """The folder that is written for contracts."""
    return fronts.written("envoy", folder, contracts, given, styles)


@contextlib.contextmanager
def running(
    folder: Path,
    contract: Path,
    given: Given,
    styles: tuple[str, ...] | None = None,
    files: Sequence[Path] = (),
) -> Iterator[Running]:
    """Envoy in front of servers, while the block runs; files: copied beside its configuration."""
    address, admin = free_address(), free_address()
    place = written(folder, [contract], {"listen": [address], "admin": [admin], **given}, styles)
    for file in files:
        shutil.copy(file, place)
    with started(ENVOY, place, address):
        yield Running(address=address, admin=admin, folder=place)
