"""Turns contracts into an output folder: all in memory, then written or compared.

``gen build`` and ``generator.build`` are this, with their arguments read from elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import pipeline
from generator.diagnostics import Diagnostic, Problems
from generator.model import Api
from generator.output import plan, write
from generator.output import problems as p
from generator.output.guard import check_folder
from generator.output.hold import hold
from generator.output.place import shown
from generator.output.plan import Change, Plan
from generator.output.tree import File
from generator.resolve.lock import Ledger
from generator.styles import registry
from generator.styles.style import AnyStyle

SUPPORT = "_support"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a build made of one contract in one style ("" for what is common to all)."""

    contract: str
    style: str
    files: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class BuildResult:
    """What a build found, and what it wrote (or, with ``check``, would write)."""

    output: Path
    problems: Problems
    changes: tuple[Change, ...] = ()
    rows: tuple[Row, ...] = ()
    failed: bool = False
    written: bool = False

    @property
    def shown(self) -> str:
        """The output folder as people know it."""
        return shown(self.output)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found, in the order of the places."""
        return tuple(self.problems)

    @property
    def ok(self) -> bool:
        """Whether the output is what the contracts say."""
        return not self.failed and (self.written or not self.changes)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What to build: all that the command line and the settings say."""

    contracts: Sequence[Path]
    root: Path
    output: Path
    styles: tuple[str, ...] | None = None
    check: bool = False
    force: bool = False
    complete: bool = False  # these are all contracts: folders of others are stale


def build(request: Request) -> BuildResult:
    """Build, or compare; never raises for what a user can get wrong."""
    problems = Problems()
    check_folder(request.output, request.root, problems)
    if problems.failed:
        return _failed(request, problems)
    with hold([request.root, request.output.parent]):
        try:
            write.recover(request.output)
            return _build(request, problems)
        except OSError as error:
            problems.add(p.cannot_write(error))
            return _failed(request, problems)


def _build(request: Request, problems: Problems) -> BuildResult:
    styles = registry.styles(request.styles)
    bound = _bind(request, styles, problems)
    if problems.failed:
        return _failed(request, problems)
    units: dict[str, list[File]] = {}
    for one in bound:
        tree = pipeline.emit(one)
        pipeline.verify(one, tree, problems)
        units[one.api.folder] = list(tree)
    if problems.failed:
        return _failed(request, problems)
    units[SUPPORT] = list(pipeline.emit_support(styles))
    made = plan.make(request.output, units)
    return _finish(request, made, problems, [one.api for one in bound], units)


def _bind(request: Request, styles: Sequence[AnyStyle], problems: Problems) -> list[pipeline.Bound]:
    """Read and bind every contract; problems of all of them are reported together."""
    bound = []
    folders: dict[str, Path] = {}
    for contract in request.contracts:
        found = Problems()
        api = pipeline.read(contract, root=request.root, problems=found)
        one = None
        if api is not None and not found.failed:
            ledger = Ledger()
            one = pipeline.bind(api, ledger, styles, found)
        problems.texts.update(found.texts)
        for diagnostic in found:
            problems.add(diagnostic)
        if one is None:
            continue
        other = folders.setdefault(one.api.folder, contract)
        if other != contract:
            problems.add(p.folder_taken(one.api.folder, str(contract), str(other)))
        bound.append(one)
    return bound


def _finish(
    request: Request,
    made: Plan,
    problems: Problems,
    apis: Iterable[Api],
    units: Mapping[str, Sequence[File]],
) -> BuildResult:
    for obstacle in made.obstacles:
        if not (obstacle.forcible and request.force):
            problems.add(p.obstacle(request.output, obstacle))
    if problems.failed:
        return _failed(request, problems)
    if not request.check:
        write.apply(request.output, made.changes)
    return BuildResult(
        output=request.output,
        problems=problems,
        changes=made.changes,
        rows=tuple(_rows(apis, units, made.changes)),
        written=not request.check,
    )


def _rows(
    apis: Iterable[Api], units: Mapping[str, Sequence[File]], changes: Iterable[Change]
) -> Iterable[Row]:
    changed = {change.path for change in changes}
    titles = {api.folder: api.package for api in apis} | {SUPPORT: SUPPORT}
    for unit, files in units.items():
        by_style: dict[str, list[str]] = {}
        for file in files:
            folder, _, rest = file.path.partition("/")
            by_style.setdefault(folder if rest and folder in registry.names() else "", []).append(
                f"{unit}/{file.path}"
            )
        for style, paths in sorted(by_style.items()):
            yield Row(
                contract=titles[unit],
                style=style,
                files=len(paths),
                changed=sum(path in changed for path in paths),
            )


def _failed(request: Request, problems: Problems) -> BuildResult:
    return BuildResult(output=request.output, problems=problems, failed=True)
