"""Opens the lock beside a contract, and finds locks whose contract is gone."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.contract.lock.file import HEADER
from generator.contract.lock.ledger import Ledger
from generator.contract.lock.problems import left_behind, unreadable
from generator.contract.source.imports import LOCK
from generator.contract.source.text import FileTooLarge, UnreadableFile, decode, read_bytes
from generator.contract.source.unsaved import unsaved_bytes
from generator.diagnostics import Problems


def is_lock(path: Path) -> bool:
    """Whether a path is that of a lock, and so of no contract."""
    return path.suffix == LOCK


def is_contract(path: Path) -> bool:
    """Whether there is a contract at a path, on the disk or in an editor, which may have a lock."""
    return not is_lock(path) and (path.is_file() or unsaved_bytes(path) is not None)


def path_of(contract: Path) -> Path:
    """``contracts/products.yaml`` → ``contracts/products.lock``"""
    return contract.with_suffix(LOCK)


def open_lock(contract: Path, problems: Problems) -> tuple[Ledger, bytes | None]:
    """The lock of a contract, an empty one when there is none yet, and its bytes."""
    path = path_of(contract)
    file = path.as_posix()
    try:
        if not path.exists():
            return Ledger(problems), None
        content = read_bytes(path)
    except (OSError, UnreadableFile) as error:
        problems.add(unreadable(None, f"{file}: {error}"))
    except FileTooLarge:
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
    contracts = {file.stem for file in files if not is_lock(file)}
    for file in files:
        if is_lock(file) and file.stem not in contracts and _is_ours(file):
            yield file


def _is_ours(lock: Path) -> bool:
    """Whether it begins as locks do, with whatever line ends."""
    with lock.open("rb") as file:
        start = file.read(2 * len(HEADER)).replace(b"\r\n", b"\n")
    return start.startswith(HEADER.encode())
