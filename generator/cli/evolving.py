"""What ``gen compare --against`` does: an older version beside the contract, run against it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli import exits
from generator.cli.report import report
from generator.diagnostics import Problems

if TYPE_CHECKING:
    from generator.building.trial import Trial
    from generator.compare.evolving.result import Evolution


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
    from generator.check.diff.apart import effects
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
        changes = effects(old.bound, tried.bound)
        return evolution(old, tried, changes, base.label, operations)
