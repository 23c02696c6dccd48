"""Applies a plan to the disk in one step: a kill at any moment leaves the old or the new tree.

The deepest folder that holds every change is built anew beside the output root (unchanged files
and files that are not ours are hard links) and exchanged with the old one. Where the system cannot
exchange them, the changes are staged below the root with a journal that the next run completes.
"""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from generator.building.output.plan import Change
from generator.building.output.swap import swap
from generator.formats.output_tree import is_clean

_JOURNAL = "journal.json"


def apply(root: Path, changes: Iterable[Change], *, in_place: bool = False) -> None:
    """Make the changes; OSError leaves the old tree.

    in_place: a folder that is there stays the same one, for a program that runs in it: its files
    are replaced one by one, and a run that is killed in between is completed by the next one.
    """
    todo = list(changes)
    if not todo:
        return
    root.parent.mkdir(parents=True, exist_ok=True)
    pivot = _pivot(change.path for change in todo)
    try:
        if in_place and root.is_dir():
            _stage(root, todo)
            return
        try:
            _replace(root / pivot, _build(root, pivot, todo))
        except OSError:
            if not root.is_dir():
                raise
            _stage(root, todo)
    finally:
        recover(root)


def recover(root: Path) -> None:
    """Finish or undo what a killed run left behind; call it with the lock held."""
    beside = _beside(root)
    if beside.is_dir() and not beside.is_symlink():
        shutil.rmtree(beside)
    inside = _inside(root)
    if inside.is_dir() and not inside.is_symlink():
        if (inside / _JOURNAL).exists():
            _roll_forward(root, inside)
        shutil.rmtree(inside)


def _beside(root: Path) -> Path:
    return root.parent / f".{root.name}.gen-new"


def _inside(root: Path) -> Path:
    return root / ".gen-new"


def _pivot(paths: Iterable[str]) -> str:
    """The deepest folder, relative to the root, that holds all paths ("." for the root)."""
    return os.path.commonpath([PurePosixPath(path).parent for path in paths]) or "."


def _build(root: Path, pivot: str, changes: list[Change]) -> Path:
    """Make the new folder beside the output root."""
    old, new = root / pivot, _beside(root)
    new.mkdir()
    gone = {root / change.path for change in changes}
    if old.is_dir():
        _mirror(old, new, gone)
    for change in changes:
        if change.new is not None:
            place = new / PurePosixPath(change.path).relative_to(pivot)
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, change, like=root / change.path)
    return new


def _replace(old: Path, new: Path) -> None:
    """Put the new folder where the old one is, in one step; what is left stands beside."""
    if not old.is_dir():
        old.parent.mkdir(parents=True, exist_ok=True)
        new.rename(old)
    elif any(new.iterdir()):
        swap(new, old)
    else:
        new.rmdir()
        old.rename(new)


def _mirror(old: Path, new: Path, gone: set[Path]) -> None:
    """Link the files of a folder into a new one, without those that are gone.

    A folder that this empties is gone too, and so is the bytecode of a module that is gone.
    """
    new.chmod(old.stat().st_mode)
    for entry in sorted(os.scandir(old), key=lambda entry: entry.name):
        path = Path(entry.path)
        if path in gone or _is_bytecode_of(path, gone):
            continue
        if entry.is_dir(follow_symlinks=False):
            target = new / entry.name
            target.mkdir()
            _mirror(path, target, gone)
            if any(path.iterdir()) and not any(target.iterdir()):
                target.rmdir()
        else:
            _link(path, new / entry.name)


def _is_bytecode_of(path: Path, gone: set[Path]) -> bool:
    if path.parent.name != "__pycache__":
        return False
    return path.parent.parent / f"{path.name.partition('.')[0]}.py" in gone


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a file system without hard links, or a file that is not ours to link
        shutil.copy2(old, new, follow_symlinks=False)


def _write(place: Path, change: Change, *, like: Path) -> None:
    assert change.new is not None
    if change.private:
        place.touch(mode=0o600)  # before there is anything in it to be read
    place.write_bytes(change.new)
    if like.exists() and not change.private:
        place.chmod(like.stat().st_mode)


def _stage(root: Path, changes: list[Change]) -> None:
    """Write the new files below the root, then the journal that makes them count."""
    inside = _inside(root)
    inside.mkdir()
    puts, removes = [], []
    for change in changes:
        if change.new is None:
            removes.append(change.path)
            continue
        puts.append(change.path)
        place = inside / "files" / change.path
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place, change, like=root / change.path)
    draft = inside / "draft.json"
    draft.write_text(json.dumps({"put": puts, "remove": removes}))
    draft.rename(inside / _JOURNAL)


def _roll_forward(root: Path, inside: Path) -> None:
    journal = json.loads((inside / _JOURNAL).read_text())
    assert all(is_clean(path) for path in [*journal["put"], *journal["remove"]])
    for path in journal["put"]:
        staged = inside / "files" / path
        if staged.exists():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            staged.replace(root / path)
    for path in journal["remove"]:
        place = root / path
        place.unlink(missing_ok=True)
        for bytecode in place.parent.glob(f"__pycache__/{place.stem}.*.pyc"):
            bytecode.unlink()
        _prune(place.parent, root)


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that have become empty, up to the root."""
    while folder != root:
        cache = folder / "__pycache__"
        if cache.is_dir() and not any(cache.iterdir()):
            cache.rmdir()
        if not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
        folder = folder.parent
