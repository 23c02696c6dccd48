"""Turns the files of a build and the folder on disk into what to add, change and remove.

A *unit* is a folder right below the output root that builds own: ``_support``, one per contract.
"""

import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.building.output import manifest
from generator.building.output.git import ATTRIBUTES, with_newlines
from generator.formats.output_tree import File

_BEGIN, _END = b"<<<<<<< ", b">>>>>>> "

ChangeKind = Literal["added", "changed", "removed"]
ObstacleKind = Literal["hand-edited", "foreign", "symlink", "folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file that differs; ``path`` is relative to the output root.

    private: nobody but its owner may read it, at any moment, and it is not shown.
    """

    path: str
    kind: ChangeKind
    old: bytes | None
    new: bytes | None
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """A path where writing would lose something, or would go astray."""

    path: str
    kind: ObstacleKind

    @property
    def forcible(self) -> bool:
        """Whether ``--force`` may go on."""
        return self.kind in {"hand-edited", "foreign"}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All differences, sorted by path, and what is in the way."""

    changes: tuple[Change, ...]
    obstacles: tuple[Obstacle, ...]


def make(root: Path, units: Mapping[str, Iterable[File]]) -> Plan:
    """Compare units with the disk; a unit without files is one to remove."""
    changes: list[Change] = []
    obstacles: list[Obstacle] = []
    for unit, files in sorted(units.items()):
        for found in _unit(root, unit, list(files)):
            if isinstance(found, Change):
                changes.append(found)
            else:
                obstacles.append(found)
    return Plan(changes=tuple(changes), obstacles=tuple(obstacles))


_PACKAGE = (
    File(path="__init__.py", content=b'"""What gen build makes of the contracts."""\n'),
    File(path="py.typed", content=b""),  # PEP 561: its annotations are for those who import it
)


def package(root: Path) -> tuple[Change, ...]:
    """Make the output root a typed package where it is none: type checkers then find its modules.

    The files are their owner's from then on: they are never written over, and never removed.
    """
    missing = (file for file in _PACKAGE if not _is_there(root / file.path))
    return tuple(Change(path=f.path, kind="added", old=None, new=f.content) for f in missing)


def _is_there(place: Path) -> bool:
    return place.exists() or place.is_symlink()


def units_on_disk(root: Path) -> dict[str, manifest.Hashes]:
    """The folders below the root that earlier builds own, with their manifests."""
    if not root.is_dir():
        return {}
    found = {}
    for folder in sorted(root.iterdir()):
        if (content := _read(folder / manifest.NAME)) is not None and not folder.is_symlink():
            found[folder.name] = manifest.read(content)
    return found


def files_on_disk(folder: Path) -> dict[str, bytes]:
    """What is there now of the files that an earlier build wrote to a folder of its own."""
    listed = manifest.read(_read(folder / manifest.NAME) or b"")
    contents = {path: _read(folder / path) for path in listed}
    return {path: content for path, content in contents.items() if content is not None}


def _unit(root: Path, unit: str, files: list[File]) -> Iterator[Change | Obstacle]:
    new = {file.path: file.content for file in files}
    if files:
        new[ATTRIBUTES.path] = ATTRIBUTES.content
        made = manifest.write([*files, ATTRIBUTES])
        new[made.path] = made.content
    listed = _read(root / unit / manifest.NAME)
    known = manifest.read(listed) if listed is not None else {}
    links: set[str] = set()
    for path in sorted({*new, *known, *([manifest.NAME] if listed is not None else [])}):
        link = _symlink(root, f"{unit}/{path}")
        if link is not None:
            if link not in links:
                links.add(link)
                yield Obstacle(path=link, kind="symlink")
            continue
        yield from _file(root, f"{unit}/{path}", new.get(path), _hashes(known, path))


def _hashes(known: manifest.Hashes, path: str) -> frozenset[str] | None:
    """The hashes that a build may have written there; None: any (the manifest itself)."""
    return None if path == manifest.NAME else known.get(path, frozenset())


def _file(
    root: Path, path: str, new: bytes | None, known: frozenset[str] | None
) -> Iterator[Change | Obstacle]:
    place = root / path
    if place.is_dir():
        if new is not None:
            yield Obstacle(path=path, kind="folder")
        return
    old = _read(place)
    if old != new and old is not None:  # git may have given it the machine's line ends
        old = with_newlines(path, old)
    if old == new:
        return
    ours = known is None or old is None or manifest.digest(old) in known
    if not ours and not _merged(old or b"", known or frozenset()):
        yield Obstacle(path=path, kind="hand-edited" if known else "foreign")
    kind: ChangeKind = "added" if old is None else "removed" if new is None else "changed"
    yield Change(path=path, kind=kind, old=old, new=new)


def _merged(content: bytes, known: frozenset[str]) -> bool:
    """Whether a merge of two branches made the content of a file that both have built.

    The manifest then has the hashes of both, or the file holds the marks of a conflict.
    """
    marks = content.startswith(_BEGIN) or b"\n" + _BEGIN in content
    return len(known) > 1 or (bool(known) and marks and b"\n" + _END in content)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _symlink(root: Path, path: str) -> str | None:
    """The first symbolic link on the way to a path below the root, or None."""
    place = root
    steps: list[str] = []
    for step in path.split("/"):
        place /= step
        steps.append(step)
        try:
            mode = place.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None
        if stat.S_ISLNK(mode):
            return "/".join(steps)
    return None
