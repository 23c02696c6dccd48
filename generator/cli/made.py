"""Prints what a command made in a folder, or found out of date there."""

import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.building.output.problems import out_of_date
from generator.cli import exits
from generator.cli.report import color, report
from generator.diagnostics import Problems, Severity

if TYPE_CHECKING:
    from generator.building import BuildResult


def waiting(folder: str) -> None:
    """Tell that another run holds a folder."""
    place = "this folder" if folder == "." else folder
    click.echo(f"Waiting for another build to release {place} …", err=True)


def again(command: str, output: Path | None, styles: Iterable[str]) -> str:
    """The command with the folder and the styles that it was given, to be run without --check."""
    folder = [] if output is None else ["-o", output.as_posix()]
    chosen = [word for style in styles for word in ("--style", style)]
    return " ".join([command, *map(shlex.quote, [*folder, *chosen])])


def exit_code(result: "BuildResult") -> int:
    """What the command ends with."""
    return exits.INVALID if result.failed else exits.OK if result.ok else exits.FINDINGS


def show(
    result: "BuildResult", *, output_format: str, check: bool, diff: bool, command: str
) -> None:
    """Print what was found and made; ``command`` is what brings the output up to date."""
    if output_format != "text":
        found = Problems()
        gather(result, found, check=check, command=command)
        report(found, output_format)
        return
    report(result.problems, output_format)
    if result.failed:
        return
    if diff:
        from generator.cli.unified import unified

        for change in result.changes:
            click.echo(unified(change, color=color(sys.stdout)), nl=False)
    if check:
        click.echo(_drift(result, command), nl=False)
    else:
        click.echo(_made(result), nl=False)


def gather(result: "BuildResult", problems: Problems, *, check: bool, command: str) -> None:
    """Add what was found to problems that are printed together; with ``check`` what is old, too."""
    problems.texts.update(result.problems.texts)
    for one in result.problems:
        problems.add(one)
    for contract, changes in result.drift.items() if check else ():
        problems.add(out_of_date(contract, changes, command))


def _drift(result: "BuildResult", command: str) -> str:
    if not result.changes:
        return f"{result.shown} is up to date.\n"
    lines = []
    for contract, changes in result.drift.items():
        count = _count(len(changes), "file is", "files are")
        lines.append(f"{contract}: {count} out of date; run '{command}':")
        lines += [f"  {change.kind:<8} {change.path}" for change in changes]
    return "\n".join(lines) + "\n"


def _made(result: "BuildResult") -> str:
    if not result.rows:
        return summary(result) + "\n"
    rows: list[Sequence[str | int]] = []
    contract = None
    for row in result.rows:
        name = "" if row.contract == contract else row.contract
        contract = row.contract
        rows.append([name, row.style or "common", row.files, row.changed])
    from generator.formats.columns import table, text_of

    lines = table(["contract", "style", "files", "changed"], rows, texts=2)
    return text_of([*lines, summary(result)])


def summary(result: "BuildResult") -> str:
    """What a build did, in a line."""
    if result.failed:
        errors = sum(one.severity is Severity.ERROR for one in result.problems)
        return f"Nothing was written: {_count(errors, 'error', 'errors')}."
    if not result.changes:
        return f"{result.shown} is up to date."
    counts = dict.fromkeys(("added", "changed", "removed"), 0)
    for change in result.changes:
        counts[change.kind] += 1
    parts = [f"{number} {kind}" for kind, number in counts.items() if number]
    return f"Wrote {_count(len(result.changes), 'file', 'files')}: {', '.join(parts)}."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
