"""Reads the lock beside a contract, and writes it again in one step."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.building.output import problems as p
from generator.building.output.git import with_newlines
from generator.building.output.plan import Change, ChangeKind
from generator.contract.lock.file import HEADER
from generator.contract.lock.ledger import Ledger
from generator.contract.lock.problems import left_behind, unreadable
from generator.contract.source.imports import LOCK
from generator.contract.source.text import TooLarge, Unreadable, decode, read_bytes
from generator.diagnostics import Problems


def path_of(contract: Path) -> Path:
    """``contracts/products.yaml`` → ``contracts/products.lock``"""
    return contract.with_suffix(LOCK)


def open_lock(contract: Path, problems: Problems) -> tuple[Ledger, bytes | None]:
    """The lock of a contract, an empty one when there is none yet, and its bytes."""
    path = path_of(contract)
    file = path.as_posix()
    try:
        if stat.S_ISLNK(path.lstat().st_mode):
            problems.add(p.symlinked_lock(file))
            return Ledger(problems), None
        content = read_bytes(path)
    except FileNotFoundError:
        return Ledger(problems), None
    except (OSError, Unreadable) as error:
        problems.add(unreadable(None, f"{file}: {error}"))
    except TooLarge:
        problems.add(unreadable(None, f"{file} is too large"))
    else:
        text = decode(file, content, problems)
        if text is not None:
            problems.texts[file] = text.content
            return Ledger.read(text.content, file, problems), content
    return Ledger(problems), None


def check_left_behind(contracts: Iterable[Path], problems: Problems) -> None:
    """Report each lock without a contract beside contracts without a lock: one was renamed."""
    without: dict[Path, list[str]] = {}
    for contract in contracts:
        if contract.is_file() and not path_of(contract).exists():
            without.setdefault(contract.parent, []).append(contract.as_posix())
    for folder, names in without.items():
        for lock in _left_behind(folder):
            problems.add(left_behind(names, lock.as_posix(), path_of(Path(names[0])).as_posix()))


def _left_behind(folder: Path) -> Iterator[Path]:
    """The locks in a folder that belong to no contract."""
    files = sorted(file for file in folder.iterdir() if file.is_file())
    contracts = {file.stem for file in files if file.suffix != LOCK}
    for file in files:
        if file.suffix == LOCK and file.stem not in contracts and _is_ours(file):
            yield file


def _is_ours(lock: Path) -> bool:
    with lock.open("rb") as file:
        start = with_newlines(LOCK, file.read(2 * len(HEADER)))
    return start.startswith(HEADER.encode())


def change(contract: Path, ledger: Ledger, old: bytes | None) -> Change | None:
    """What a build does to the lock; one that holds nothing is not made."""
    new = ledger.dump().encode()
    old = None if old is None else with_newlines(LOCK, old)
    if new == (old or b"") or (not new and old is None):
        return None
    kind: ChangeKind = "added" if old is None else "changed"
    return Change(path=path_of(contract).as_posix(), kind=kind, old=old, new=new)


def write(lock: Change) -> None:
    """Replace a lock; a kill leaves the old one or the new one."""
    assert lock.new is not None
    path = Path(lock.path)
    draft = _draft(path)
    with draft.open("wb") as file:
        file.write(lock.new)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def recover(contract: Path) -> None:
    """Remove what a killed run left beside a lock."""
    _draft(path_of(contract)).unlink(missing_ok=True)


def _draft(lock: Path) -> Path:
    return lock.with_name(f".{lock.name}.gen-new")
