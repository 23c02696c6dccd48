"""Tells, from a stamp of the last build, that building a contract again would change nothing.

A stamp holds the hashes of all that went into a contract's output and of all that came out. It lies
in ``.gen_cache/`` of the project, and losing it costs nothing but time.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.building.output import manifest
from generator.building.output.paths import absolute
from generator.building.request import BuildRequest, BuildRow

FOLDER = ".gen_cache"


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """A contract whose output is what a build would make: its folders, and what was shown."""

    units: tuple[str, ...]
    rows: tuple[BuildRow, ...]


class Stamps:
    """The stamps of one run."""

    def __init__(self, request: BuildRequest) -> None:
        self._request = request
        self._folder = request.root / FOLDER
        self._generator = _fingerprint()
        self._intact: dict[tuple[str, str], bool] = {}

    def find(self, contract: Path) -> Fresh | None:
        """What the last build of a contract made, if nothing of it changed since."""
        try:
            stamp = json.loads(self._file(contract).read_bytes())
            if stamp["generator"] != self._generator:
                return None
            if any(_hash(Path(path)) != sha for path, sha in stamp["inputs"].items()):
                return None
            if not all(self._is_intact(unit, sha) for unit, sha in stamp["units"].items()):
                return None
            rows = tuple(BuildRow(**row) for row in stamp["rows"])
            return Fresh(units=tuple(stamp["units"]), rows=rows)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(
        self,
        contract: Path,
        inputs: Mapping[Path, str | None],
        units: Iterable[str],
        rows: Iterable[BuildRow],
    ) -> None:
        """Remember a build that has just been written."""
        stamp: dict[str, Any] = {
            "generator": self._generator,
            "inputs": {str(absolute(path)): sha for path, sha in inputs.items()},
            "units": {unit: _hash(self._request.output / unit / manifest.NAME) for unit in units},
            "rows": [
                {"unit": r.unit, "contract": r.contract, "style": r.style, "files": r.files}
                | {"changed": 0}
                for r in rows
            ],
        }
        try:
            prepare(self._folder)
            file = self._file(contract)
            draft = file.with_suffix(".new")
            draft.write_text(json.dumps(stamp))
            draft.replace(file)
        except OSError:
            return  # a cache that cannot be written is only slow

    def _file(self, contract: Path) -> Path:
        request = self._request
        key = [str(absolute(contract)), str(absolute(request.output)), request.styles]
        key += [request.support, request.models.get(contract, ())]
        name = hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]
        return self._folder / f"build-{name}.json"

    def _is_intact(self, unit: str, sha: str) -> bool:
        """Whether a folder's manifest, and every file in it, is as it was written."""
        known = self._intact.get((unit, sha))
        if known is None:
            known = self._intact[unit, sha] = self._check(self._request.output / unit, sha)
        return known

    def _check(self, folder: Path, sha: str) -> bool:
        content = (folder / manifest.NAME).read_bytes()
        if manifest.digest(content) != sha:
            return False
        listed = manifest.read(content)
        return all(_hash(folder / path) in hashes for path, hashes in listed.items())


def prepare(folder: Path) -> None:
    """Make the cache folder, which ignores itself."""
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")


def hashes(texts: Mapping[str, str], lock: Path) -> dict[Path, str | None] | None:
    """The hashes of the files that were read; None when one changed meanwhile."""
    found: dict[Path, str | None] = {lock: _hash(lock)}
    for name, text in texts.items():
        if Path(name) == lock:
            continue
        try:
            content = Path(name).read_bytes()
            if content.decode("utf-8-sig") != text.removeprefix("\ufeff"):
                return None
        except (OSError, ValueError):
            return None
        found[Path(name)] = manifest.digest(content)
    return found


def _hash(path: Path) -> str | None:
    try:
        return manifest.digest(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None


def _fingerprint() -> str:
    """A hash of everything that decides how a contract becomes output: us, and what we use."""
    package = Path(__file__).parents[1]
    total = hashlib.sha256(sys.version.encode())
    for site in map(Path, sys.path):  # an installed or removed package touches its folder
        if site.is_dir() and site.name.endswith("-packages"):
            total.update(f"{site} {site.stat().st_mtime_ns}".encode())
    for folder in (package, package.parent / "templates"):
        for file in sorted(_files(folder)):
            total.update(f"{file}\0".encode())
            total.update(hashlib.sha256(Path(file).read_bytes()).digest())
    return total.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    """The files below a folder, without compiled ones; three times as fast as ``rglob``."""
    for place, _, names in os.walk(folder):
        if not place.endswith("__pycache__"):
            yield from (f"{place}/{name}" for name in names)
