"""Makes the contracts of a request in memory, compares them with the disk, and writes them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.building import fresh, locks, missing_lock, pipeline
from generator.building.bind import Contract, bind_all, check_package
from generator.building.fresh import Fresh, Stamps
from generator.building.output import plan, write
from generator.building.output import problems as p
from generator.building.output.paths import shown
from generator.building.output.plan import Change, Plan
from generator.building.request import BuildRequest, BuildResult, BuildRow
from generator.contract.lock.open import path_of
from generator.diagnostics import Problems
from generator.emit.support import SUPPORT
from generator.formats.output_tree import File
from generator.styles import registry


@dataclass(kw_only=True)
class _Made:
    """What a run has made so far; ``units`` are the folders below the output folder."""

    request: BuildRequest
    stamps: Stamps
    done: Mapping[Path, Fresh]
    problems: Problems
    progress: Callable[[str], None]  # is told of each step as it begins
    contracts: dict[Path, Contract] = field(default_factory=dict)
    units: dict[str, list[File]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)  # other contracts in the output folder


def make(
    request: BuildRequest,
    stamps: Stamps,
    done: Mapping[Path, Fresh],
    problems: Problems,
    progress: Callable[[str], None],
) -> BuildResult:
    """Build what is not ``done`` already."""
    made = _Made(request=request, stamps=stamps, done=done, problems=problems, progress=progress)
    _bind(made)
    if not problems.failed:
        _emit(made)
    if problems.failed:
        return _failed(made)
    made.progress(f"comparing with {shown(request.output)}")
    _complete(made)
    planned = plan.make(request.output, made.units)
    changes = (*plan.package(request.output), *planned.changes)
    return _finish(made, replace(planned, changes=changes))


def _bind(made: _Made) -> None:
    """Read and bind what is not done; the problems of all contracts are reported together."""
    owners = {unit: c for c, found in made.done.items() for unit in found.units if unit != SUPPORT}
    packages = {row.contract: c for c, found in made.done.items() for row in found.rows}
    request = made.request
    todo = [contract for contract in request.contracts if contract not in made.done]
    made.progress(f"reading {', '.join(path.as_posix() for path in todo) or 'nothing'}")
    for contract in bind_all(todo, request.root, request.styles, made.problems):
        made.contracts[contract.path] = contract
        missing_lock.check(contract, request.output, made.problems)
        folder, package = contract.bound.api.folder, contract.bound.api.package
        check_package(contract, packages.get(package, contract.path), made.problems)
        if folder in owners:
            taken = p.folder_taken(folder, str(contract.path), str(owners[folder]))
            made.problems.add(taken)


def _emit(made: _Made) -> None:
    for path, contract in made.contracts.items():
        bound = contract.bound
        made.progress(f"writing code and documents of {bound.api.folder} in memory")
        tree = pipeline.emit(bound, made.request.models.get(path, ()), made.request.support)
        made.progress(f"checking what was made of {bound.api.folder} with the styles' own tools")
        pipeline.verify(bound, tree, made.problems)
        made.units[bound.api.folder] = list(tree)


def _complete(made: _Made) -> None:
    """Add what all contracts share, and the folders of contracts that are gone.

    ``_support`` holds the styles that any contract in the output folder uses, so that it does
    not depend on which of them is built. Where the support is a package of its own, it goes once
    all contracts are built: until then others may import it.
    """
    others = plan.units_on_disk(made.request.output)
    own = [] if made.request.support else [SUPPORT]
    for unit in [*own, *made.units]:
        others.pop(unit, None)
    kept = {unit for found in made.done.values() for unit in found.units}
    made.left_out = sorted(others.keys() - kept)
    if made.request.complete:
        for unit in made.left_out:
            made.units[unit] = []
            del others[unit]
        made.left_out = []
    if not own:
        return
    used = set(registry.names() if made.request.styles is None else made.request.styles)
    for known in others.values():
        used |= {path.partition("/")[0] for path in known if "/" in path}
    chosen = [name for name in registry.names() if name in used]
    made.units[SUPPORT] = list(pipeline.emit_support(registry.styles(chosen)))


def _finish(made: _Made, planned: Plan) -> BuildResult:
    request, problems = made.request, made.problems
    for obstacle in planned.obstacles:
        if not (obstacle.forcible and (request.force or request.check)):  # a check loses nothing
            problems.add(p.obstacle(request.output, obstacle))
    if problems.failed:
        return _failed(made)
    rows = list(_rows(made, planned.changes))
    locks_changed = [c.lock for c in made.contracts.values() if c.lock is not None]
    if not request.check:
        for lock in locks_changed:  # first: a kill may lose files, which come back, never a number
            locks.write(lock)
        made.progress(f"writing {len(planned.changes)} files")
        write.apply(request.output, planned.changes)
        _stamp(made, rows)
    if made.left_out and any(_is_shared(change) for change in planned.changes):
        problems.add(p.not_rebuilt(made.left_out))
    return BuildResult(
        output=request.output,
        problems=problems,
        changes=(*locks_changed, *_shown(request.output, planned.changes)),
        drift=_drift(made, planned.changes),
        rows=tuple(rows),
        written=not request.check,
    )


def _shown(output: Path, changes: Iterable[Change]) -> Iterator[Change]:
    return (replace(change, path=f"{shown(output)}/{change.path}") for change in changes)


def _drift(made: _Made, changes: Iterable[Change]) -> dict[str, list[Change]]:
    """What changes of each contract; what belongs to none of them stands with the first one."""
    found: dict[str, list[Change]] = {}
    owners: dict[str, str] = {}
    for contract in made.contracts.values():
        owners[contract.bound.api.folder] = contract.path.as_posix()
        if contract.lock is not None:
            found[contract.path.as_posix()] = [contract.lock]
    named = [path.as_posix() for path in made.request.contracts]
    first = next(iter(owners.values()), named[0] if named else shown(made.request.output))
    for change in changes:
        owner = owners.get(change.path.partition("/")[0], first)
        found.setdefault(owner, []).extend(_shown(made.request.output, [change]))
    return found


def _is_shared(change: Change) -> bool:
    """Whether code changes that contracts have been using."""
    shared = change.path.startswith(f"{SUPPORT}/") and change.path.endswith(".py")
    return shared and change.kind != "added"


def _rows(made: _Made, changes: Iterable[Change]) -> Iterator[BuildRow]:
    changed = {change.path for change in changes}
    for contract in dict.fromkeys(made.request.contracts):
        if contract in made.done:
            yield from (row for row in made.done[contract].rows if row.unit != SUPPORT)
        else:
            api = made.contracts[contract].bound.api
            yield from unit_rows(api.folder, api.package, made.units[api.folder], changed)
    if not made.request.support:
        yield from unit_rows(SUPPORT, SUPPORT, made.units[SUPPORT], changed)


def unit_rows(
    unit: str, title: str, files: Iterable[File], changed: set[str]
) -> Iterator[BuildRow]:
    """What a build made of one folder, style by style."""
    by_style: dict[str, list[str]] = {}
    known = registry.names()
    for file in files:
        folder, slash, _ = file.path.partition("/")
        style = folder if slash and folder in known else ""
        by_style.setdefault(style, []).append(f"{unit}/{file.path}")
    for style, paths in sorted(by_style.items()):
        count = sum(path in changed for path in paths)
        yield BuildRow(unit=unit, contract=title, style=style, files=len(paths), changed=count)


def _stamp(made: _Made, rows: Sequence[BuildRow]) -> None:
    """Remember the contracts that were built without a remark, so that the next run is fast."""
    if len(made.problems):
        return
    for path, contract in made.contracts.items():
        inputs = fresh.hashes(contract.texts, path_of(path))
        if inputs is not None:
            folder = contract.bound.api.folder
            units = (folder,) if made.request.support else (folder, SUPPORT)
            made.stamps.keep(path, inputs, units, [row for row in rows if row.unit in units])


def _failed(made: _Made) -> BuildResult:
    return BuildResult(output=made.request.output, problems=made.problems, failed=True)
