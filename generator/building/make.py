"""Makes the contracts of a request in memory, compares them with the disk, and writes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import pipeline
from generator.building import fresh
from generator.building.fresh import Fresh, Stamps
from generator.building.request import BuildResult, Request, Row
from generator.diagnostics import Problems
from generator.output import plan, write
from generator.output import problems as p
from generator.output.plan import Change, Plan
from generator.output.tree import File
from generator.pipeline import Bound
from generator.resolve.lock import Ledger
from generator.settings.problems import unknown_style
from generator.styles import registry
from generator.styles.style import AnyStyle

SUPPORT = "_support"


@dataclass(kw_only=True)
class _Made:
    """What a run has made so far; ``units`` are the folders below the output folder."""

    request: Request
    stamps: Stamps
    done: Mapping[Path, Fresh]
    problems: Problems
    bound: dict[Path, Bound] = field(default_factory=dict)
    texts: dict[Path, dict[str, str]] = field(default_factory=dict)
    units: dict[str, list[File]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)  # other contracts in the output folder


def make(
    request: Request, stamps: Stamps, done: Mapping[Path, Fresh], problems: Problems
) -> BuildResult:
    """Build what is not ``done`` already."""
    made = _Made(request=request, stamps=stamps, done=done, problems=problems)
    styles = _styles(request, problems)
    if not problems.failed:
        _bind(made, styles)
    if not problems.failed:
        _emit(made)
    if problems.failed:
        return _failed(made)
    _complete(made, styles)
    return _finish(made, plan.make(request.output, made.units))


def _styles(request: Request, problems: Problems) -> tuple[AnyStyle, ...]:
    known = registry.names()
    unknown = [name for name in request.styles or () if name not in known]
    for name in unknown:
        problems.add(unknown_style(None, name, known))
    return () if unknown else registry.styles(request.styles)


def _bind(made: _Made, styles: Sequence[AnyStyle]) -> None:
    """Read and bind every contract; the problems of all of them are reported together."""
    owners = {unit: c for c, found in made.done.items() for unit in found.units if unit != SUPPORT}
    for contract in dict.fromkeys(made.request.contracts):
        if contract in made.done:
            continue
        found = Problems()
        bound = None
        api = pipeline.read(contract, root=made.request.root, problems=found)
        if api is not None:
            bound = pipeline.bind(api, Ledger(), styles, found)
        made.texts[contract] = found.texts
        made.problems.texts.update(found.texts)
        for diagnostic in found:
            made.problems.add(diagnostic)
        if bound is None:
            continue
        made.bound[contract] = bound
        other = owners.setdefault(bound.api.folder, contract)
        if other != contract:
            made.problems.add(p.folder_taken(bound.api.folder, str(contract), str(other)))


def _emit(made: _Made) -> None:
    for bound in made.bound.values():
        tree = pipeline.emit(bound)
        pipeline.verify(bound, tree, made.problems)
        made.units[bound.api.folder] = list(tree)


def _complete(made: _Made, styles: Sequence[AnyStyle]) -> None:
    """Add what all contracts share, and the folders of contracts that are gone.

    ``_support`` holds the styles that any contract in the output folder uses, so that it does
    not depend on which of them is built.
    """
    others = plan.units_on_disk(made.request.output)
    for unit in [SUPPORT, *made.units]:
        others.pop(unit, None)
    kept = {unit for found in made.done.values() for unit in found.units}
    made.left_out = sorted(others.keys() - kept)
    if made.request.complete:
        for unit in made.left_out:
            made.units[unit] = []
            del others[unit]
        made.left_out = []
    used = {style.name for style in styles}
    for known in others.values():
        used |= {path.partition("/")[0] for path in known if "/" in path}
    chosen = [name for name in registry.names() if name in used]
    made.units[SUPPORT] = list(pipeline.emit_support(registry.styles(chosen)))


def _finish(made: _Made, planned: Plan) -> BuildResult:
    request, problems = made.request, made.problems
    for obstacle in planned.obstacles:
        if not (obstacle.forcible and request.force):
            problems.add(p.obstacle(request.output, obstacle))
    if problems.failed:
        return _failed(made)
    rows = list(_rows(made, planned.changes))
    if not request.check:
        write.apply(request.output, planned.changes)
        _stamp(made, rows)
    if made.left_out and any(_is_shared(change) for change in planned.changes):
        problems.add(p.not_rebuilt(made.left_out))
    return BuildResult(
        output=request.output,
        problems=problems,
        changes=planned.changes,
        rows=tuple(rows),
        written=not request.check,
    )


def _is_shared(change: Change) -> bool:
    """Whether code changes that contracts have been using."""
    shared = change.path.startswith(f"{SUPPORT}/") and change.path.endswith(".py")
    return shared and change.kind != "added"


def _rows(made: _Made, changes: Iterable[Change]) -> Iterator[Row]:
    changed = {change.path for change in changes}
    for contract in dict.fromkeys(made.request.contracts):
        if contract in made.done:
            yield from (row for row in made.done[contract].rows if row.unit != SUPPORT)
        else:
            api = made.bound[contract].api
            yield from _unit_rows(api.folder, api.package, made.units[api.folder], changed)
    yield from _unit_rows(SUPPORT, SUPPORT, made.units[SUPPORT], changed)


def _unit_rows(unit: str, title: str, files: Iterable[File], changed: set[str]) -> Iterator[Row]:
    by_style: dict[str, list[str]] = {}
    known = registry.names()
    for file in files:
        folder, slash, _ = file.path.partition("/")
        style = folder if slash and folder in known else ""
        by_style.setdefault(style, []).append(f"{unit}/{file.path}")
    for style, paths in sorted(by_style.items()):
        count = sum(path in changed for path in paths)
        yield Row(unit=unit, contract=title, style=style, files=len(paths), changed=count)


def _stamp(made: _Made, rows: Sequence[Row]) -> None:
    """Remember the contracts that were built without a remark, so that the next run is fast."""
    if len(made.problems):
        return
    for contract, bound in made.bound.items():
        inputs = fresh.hashes(made.texts[contract], contract.with_suffix(".lock"))
        if inputs is not None:
            units = (bound.api.folder, SUPPORT)
            made.stamps.keep(contract, inputs, units, [row for row in rows if row.unit in units])


def _failed(made: _Made) -> BuildResult:
    return BuildResult(output=made.request.output, problems=made.problems, failed=True)
