"""Tells that a contract's lock is gone, from numbers in what an earlier build made of it."""

from pathlib import Path

from generator.building.bind import Contract
from generator.building.output import plan
from generator.building.output.paths import shown
from generator.contract.lock.open import path_of
from generator.contract.lock.problems import missing_lock
from generator.diagnostics import Problems


def check(contract: Contract, output: Path, problems: Problems) -> None:
    """Refuse to number anew what is numbered already: whoever was built with it relies on it.

    What is built for the first time, or not built any more, needs no old numbers.
    """
    if contract.numbered:
        return
    folder = output / contract.bound.api.folder
    files = plan.files_on_disk(folder)
    if any(format_.has_numbers(files) for format_, _ in contract.bound.described):
        lock = path_of(contract.path)
        found = missing_lock(
            contract.path.as_posix(), lock.as_posix(), shown(folder), missing=not lock.exists()
        )
        problems.add(found)
