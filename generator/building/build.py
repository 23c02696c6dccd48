"""Turns a request into an output folder that is up to date, or into what is out of date."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.building.fresh import Fresh, Stamps
from generator.building.output import problems as p
from generator.building.output import write
from generator.building.output.file_lock import lock_folders
from generator.building.output.guard import check_folder
from generator.building.output.plan import package, units_on_disk
from generator.building.request import BuildRequest, BuildResult
from generator.diagnostics import Problems


def build(
    request: BuildRequest,
    *,
    waiting: Callable[[str], None] = lambda _folder: None,
    progress: Callable[[str], None] = lambda _step: None,
) -> BuildResult:
    """Build, or compare; whatever a user can get wrong comes back as a problem.

    ``waiting`` is told of a folder that another build holds, before the wait for it; ``progress``
    of each step as it begins.
    """
    problems = Problems()
    check_folder(request.output, request.root, problems)
    if problems.failed:
        return BuildResult(output=request.output, problems=problems, failed=True)
    with _no_collection(), lock_folders([request.root, request.output.parent], waiting):
        try:
            if not request.check:
                write.recover(request.output)
            return _build(request, problems, progress)
        except OSError as error:
            problems.add(p.cannot_write(error))
            return BuildResult(output=request.output, problems=problems, failed=True)


def _build(
    request: BuildRequest, problems: Problems, progress: Callable[[str], None]
) -> BuildResult:
    progress("looking for what changed")
    stamps = Stamps(request)
    fresh = {contract: stamps.find(contract) for contract in dict.fromkeys(request.contracts)}
    done = {contract: found for contract, found in fresh.items() if found is not None}
    if len(done) == len(fresh) and not _stale(request, done):
        rows = {row: None for found in done.values() for row in found.rows}
        return BuildResult(
            output=request.output, problems=problems, rows=tuple(rows), written=not request.check
        )
    from generator.building.make import make  # the whole generator
    from generator.runtime.long_stack import on_a_long_stack

    return on_a_long_stack(lambda: make(request, stamps, done, problems, progress))


def _stale(request: BuildRequest, done: dict[Path, Fresh]) -> bool:
    """Whether the output folder is not a package, or has folders of contracts that are gone."""
    if package(request.output):
        return True
    if not request.complete:
        return False
    made = {unit for found in done.values() for unit in found.units}
    return bool(units_on_disk(request.output).keys() - made)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the garbage collector: a build makes many objects and drops few, a tenth faster."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
