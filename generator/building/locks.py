"""Writes the lock beside a contract in one step, never through a link."""

import os
from pathlib import Path

from generator.building.output import problems as p
from generator.building.output.git import with_newlines
from generator.building.output.plan import Change, ChangeKind
from generator.contract.lock import open as lock
from generator.contract.lock.ledger import Ledger
from generator.contract.lock.open import path_of
from generator.diagnostics import Problems


def open_lock(contract: Path, problems: Problems) -> tuple[Ledger, bytes | None]:
    """The lock of a contract and its bytes; one behind a link is not followed."""
    path = path_of(contract)
    if path.is_symlink():
        problems.add(p.symlinked_lock(path.as_posix()))
        return Ledger(problems), None
    return lock.open_lock(contract, problems)


def change(contract: Path, ledger: Ledger, old: bytes | None) -> Change | None:
    """What a build does to the lock; one that holds nothing is not made."""
    new = ledger.dump().encode()
    old = None if old is None else with_newlines(path_of(contract).name, old)
    if new == (old or b"") or (not new and old is None):
        return None
    kind: ChangeKind = "added" if old is None else "changed"
    return Change(path=path_of(contract).as_posix(), kind=kind, old=old, new=new)


def write(change: Change) -> None:
    """Replace a lock; a kill leaves the old one or the new one."""
    assert change.new is not None
    path = Path(change.path)
    draft = _draft(path)
    with draft.open("wb") as file:
        file.write(change.new)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _draft(lock: Path) -> Path:
    return lock.with_name(f".{lock.name}.gen-new")
