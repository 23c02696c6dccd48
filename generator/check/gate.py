"""Turns a project into one verdict for CI: valid, complete, fresh, and nothing broken."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.building.bind import Contract, bind_all
from generator.building.build import build
from generator.building.output.problems import out_of_date
from generator.building.request import BuildRequest
from generator.check import problems as p
from generator.check.diff.bases import NoBase, opened
from generator.check.diff.compared import Comparer, Comparison
from generator.check.format.files import format_file
from generator.check.lint.examine import lint
from generator.check.lint.selection import Selection
from generator.check.lint.selection import check as check_selection
from generator.check.steps import STEPS, Step
from generator.contract.lock.open import is_lock, path_of
from generator.deploy import of_settings
from generator.deploy.deploy import deploy
from generator.diagnostics import Diagnostic, Problems, Severity
from generator.settings import ProjectSettings


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What is checked, and how.

    named: these are not all contracts of the project; built: the output folder was named, so that
    there must be one; against: what to compare with, None not to;
    skip: steps that are left out; here: places must lie in the contracts as they are now.
    """

    contracts: Sequence[Path]
    settings: ProjectSettings
    styles: tuple[str, ...] | None
    output: Path
    built: bool
    named: bool
    against: str | None
    both: bool
    skip: frozenset[str]
    here: bool
    today: datetime.date
    command: str  # what brings stubs up to date


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All steps, and what they found."""

    problems: Problems
    steps: tuple[Step, ...]
    comparison: Comparison | None

    @property
    def failed(self) -> bool:
        """Whether any step found something."""
        return any(step.passed is False for step in self.steps)


@dataclass(kw_only=True)
class _Run:
    gate: Gate
    problems: Problems = field(default_factory=Problems)
    bound: list[Contract] = field(default_factory=list)
    comparison: Comparison | None = None


def judge(gate: Gate) -> Verdict:
    """Run every step that can be run; one that failed does not keep the others from it.

    Where a contract is not valid, nothing else is judged.
    """
    run = _Run(gate=gate)
    steps: list[Step] = []
    for name in STEPS:
        if name in gate.skip:
            steps.append(Step(name=name, passed=None, said="skipped"))
        elif steps and steps[0].passed is False:
            steps.append(Step(name=name, passed=None, said="a contract is not valid"))
        else:
            steps.append(_STEPS[name](run))
    return Verdict(problems=run.problems, steps=tuple(steps), comparison=run.comparison)


def _valid(run: _Run) -> Step:
    gate = run.gate
    found = Problems()
    run.bound = bind_all(gate.contracts, gate.settings.root, gate.styles, found)
    run.problems.texts.update(found.texts)
    _add(run, found)
    count = len(set(gate.contracts))
    said = f"{count} {'contract is' if count == 1 else 'contracts are'} valid"
    errors = sum(one.severity is Severity.ERROR for one in found)
    return Step(
        name="valid", passed=not errors, said=said if not errors else _count(errors, "error")
    )


def _format(run: _Run) -> Step:
    files = {file: None for one in run.bound for file in one.texts if not is_lock(Path(file))}
    found = Problems()
    for each in (format_file(Path(file), found) for file in files):
        if each is not None and each.changed:
            found.add(each.difference())
    _add(run, found)
    count = len(found)
    said = (
        f"{_count(count, 'file is', 'files are')} not formatted: gen fmt" if count else "formatted"
    )
    return Step(name="format", passed=not count, said=said)


def _lint(run: _Run) -> Step:
    gate = run.gate
    found = Problems()
    own = gate.settings.lint
    check_selection(own.selectors, own.span, found)
    if not found.failed:
        for one in lint(run.bound, Selection.of(own), gate.settings.root, gate.today):
            found.add(one)
    _add(run, found)
    count = sum(one.severity is not Severity.NOTE for one in found)
    said = _count(count, "finding") if count else "no findings"
    return Step(name="lint", passed=not count, said=said)


def _lock(run: _Run) -> Step:
    lacking = [one for one in run.bound if one.lock is not None and _is_built(run.gate, one)]
    for contract in lacking:
        lock = path_of(contract.path).as_posix()
        run.problems.add(p.incomplete_lock(contract.bound.api.span, lock, run.gate.command))
    if lacking:
        return Step(
            name="lock",
            passed=False,
            said=_count(len(lacking), "lock is", "locks are") + " not complete",
        )
    if not any(_is_built(run.gate, one) for one in run.bound):
        return Step(name="lock", passed=None, said="nothing was built yet")
    return Step(name="lock", passed=True, said="complete")


def _is_built(gate: Gate, contract: Contract) -> bool:
    """Whether there are numbers to keep: a lock, or what an earlier build made."""
    folder = gate.output / contract.bound.api.folder
    return path_of(contract.path).exists() or folder.exists()


def _stubs(run: _Run) -> Step:
    gate = run.gate
    if not gate.output.exists():
        said = f"there is no folder {gate.output.as_posix()}"
        return Step(name="stubs", passed=False if gate.built else None, said=said)
    result = build(
        BuildRequest(
            contracts=gate.contracts,
            root=gate.settings.root,
            output=gate.output,
            styles=gate.styles,
            support=gate.settings.support,
            models={path: gate.settings.forms_of(path.absolute()) for path in gate.contracts},
            check=True,
            complete=not gate.named,
        )
    )
    _add(run, (one for one in result.problems if one.severity is Severity.ERROR))
    for contract, changes in result.drift.items():
        run.problems.add(out_of_date(contract, changes, gate.command))
    if result.failed:
        return Step(name="stubs", passed=False, said="the comparison could not be made")
    count = len(result.changes)
    if not result.ok:
        return Step(
            name="stubs", passed=False, said=_count(count, "file is", "files are") + " out of date"
        )
    return Step(name="stubs", passed=True, said=f"up to date in {result.shown}")


def _deploy(run: _Run) -> Step:
    gate, count, failed = run.gate, 0, False
    asked = gate.settings.deployments
    if not asked or gate.named:
        said = "no deployments in the settings" if not asked else "not all contracts were named"
        return Step(name="deploy", passed=None, said=said)
    for each in asked:
        found = Problems()
        request = of_settings.request(each, gate.settings, found, check=True)
        result = None if request is None else deploy(request)
        _add(run, found)
        if result is None or result.failed:
            failed = True
        if result is not None:
            _add(run, (one for one in result.problems if one.severity is Severity.ERROR))
            for contract, changes in result.drift.items():
                run.problems.add(out_of_date(contract, changes, "gen deploy"))
            count += len(result.changes)
    if failed:
        return Step(name="deploy", passed=False, said="the comparison could not be made")
    if count:
        said = _count(count, "file is", "files are") + " out of date: gen deploy"
        return Step(name="deploy", passed=False, said=said)
    said = f"{_count(len(asked), 'folder is', 'folders are')} up to date"
    return Step(name="deploy", passed=True, said=said)


def _breaking(run: _Run) -> Step:
    gate = run.gate
    if gate.against is None:
        return Step(name="breaking", passed=None, said="nothing to compare with: see --against")
    with opened(gate.against, gate.settings.root, gate.contracts, run.problems) as base:
        if base is None:
            return Step(name="breaking", passed=False, said="the comparison could not be made")
        if isinstance(base, NoBase):
            return Step(name="breaking", passed=None, said=f"nothing to compare with: {base.why}")
        comparer = Comparer(
            base,
            settings=gate.settings,
            styles=gate.styles,
            today=gate.today,
            both=gate.both,
            here=gate.here,
            problems=run.problems,
        )
        run.comparison = found = comparer.run(run.bound, partial=gate.named)
    if found.failed:
        return Step(name="breaking", passed=False, said="the comparison could not be made")
    count = sum(len(one.counting) for one in found.compared)
    count += len(found.removed) + len(found.dropped)
    if count:
        said = f"{_count(count, 'change breaks', 'changes break')} callers of {found.base}"
        versions = {one.version.least for one in found.compared if not one.version.is_enough}
        if versions:
            said += f"; proposed: version {', '.join(sorted(versions))}"
        return Step(name="breaking", passed=False, said=said)
    too_small = any(one.version.problem is not None for one in found.compared)
    if too_small:
        return Step(name="breaking", passed=False, said="a version is too small")
    said = f"nothing breaks against {found.base}"
    accepted = sum(len(one.accepted) for one in found.compared)
    if accepted:
        said += f", {_count(accepted, 'break is', 'breaks are')} accepted"
    return Step(name="breaking", passed=True, said=said)


_STEPS: Mapping[str, Callable[[_Run], Step]] = {
    "valid": _valid,
    "format": _format,
    "lint": _lint,
    "lock": _lock,
    "stubs": _stubs,
    "deploy": _deploy,
    "breaking": _breaking,
}


def _add(run: _Run, found: Iterator[Diagnostic] | Problems) -> None:
    for one in found:
        run.problems.add(one)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
