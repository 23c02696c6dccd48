"""What ``gen compare --against`` does: an older version beside the contract, run against it."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli import exits
from generator.cli.report import report
from generator.diagnostics import Problems

if TYPE_CHECKING:
    from generator.building.pipeline import Bound
    from generator.building.trial import Trial
    from generator.check.diff.differ import Difference
    from generator.compare.evolving.result import Direction, Evolution, Judged, Told


def evolved(
    contract: Path,
    tried: "Trial",
    against: str,
    root: Path,
    operations: Sequence[str] | None,
    output_format: str,
) -> "Evolution":
    """Who keeps working since a base; ends the command where there is nothing to compare with."""
    from generator.building import trial
    from generator.check.diff import problems as p
    from generator.check.diff.bases import NoBase, opened
    from generator.check.diff.compared import counterpart
    from generator.compare.evolving.assemble import evolution

    problems = Problems()
    with opened(against, root, [contract], problems) as base:
        path = None
        if isinstance(base, NoBase):
            problems.add(p.no_base(against, base.why, "name a revision, a folder or a file"))
        elif base is not None:
            path = counterpart(base, root, contract, tried.api.package)
            if path is None:
                why = f"it has no {contract.as_posix()}"
                problems.add(p.no_base(against, why, "name the file of the older version"))
        if path is None or base is None or isinstance(base, NoBase):
            report(problems, output_format)
            sys.exit(exits.INVALID)
        found = Problems()
        old = trial.prepare(path, base.root, found, [style.name for style in tried.styles])
        if old is None:
            problems.add(p.invalid_base(base.shown(str(path)), list(found)))
            report(problems, output_format)
            sys.exit(exits.INVALID)
        changes = list(_changes(old, tried))
        return evolution(old, tried, changes, base.label, operations)


def _changes(old: "Trial", new: "Trial") -> Iterator["Told"]:
    """Every change, and what it does to each operation: judged as if there were no other."""
    from generator.check.diff.differ import differences
    from generator.compare.evolving.result import Told
    from generator.compare.evolving.run import names, pairs

    found = differences(old.bound, new.bound).found
    named = [names(pair) for pair in pairs(old, new)]
    reached = {both for one in found for both in one.change.operations}
    alone = {}
    for before, after in named:
        if (before, after) in reached:
            parts = differences(_only(old.bound, before), _only(new.bound, after)).found
            alone[before, after] = {_key(one): one for one in parts}
    for one in found:
        change = one.change
        judged = {}
        for both in named:
            if both in change.operations or change.what in both:
                judged[both] = _judged(alone.get(both, {}).get(_key(one), one))
            elif not change.operations and change.owners == ("", ""):
                judged[both] = _judged(one)  # of the contract as a whole
        span = change.span if change.new is not None else change.before
        yield Told(
            code=change.kind.code,
            what=change.what,
            message=change.message,
            place="" if span is None else f"line {span.line}",
            judged=judged,
        )


def _key(one: "Difference") -> tuple[str, str, str]:
    return one.change.kind.code, one.change.what, one.change.message


def _only(bound: "Bound", name: str) -> "Bound":
    """A contract with one of its operations."""
    api = bound.api
    kept = {key: one for key, one in api.operations.items() if one.name.text == name}
    return replace(bound, api=replace(api, operations=kept))


def _judged(one: "Difference") -> "dict[tuple[str, Direction], Judged]":
    from generator.compare.evolving.result import Direction, Judged

    found = {}
    for name, verdict in one.verdicts.items():
        why = verdict.why or one.change.message
        found[name, Direction.OLD] = Judged(grade=verdict.old.value, why=why)
        found[name, Direction.NEW] = Judged(grade=verdict.new.value, why=why)
    return found
