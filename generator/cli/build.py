"""``gen build``: contracts in, the output folder brought up to date, or compared with it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.building.output.problems import out_of_date
from generator.cli import exits
from generator.cli.progress import Progress
from generator.cli.project import contracts, project, relative
from generator.cli.report import color, output_format, report
from generator.cli.style import style_option

if TYPE_CHECKING:
    from generator.building import BuildResult


@click.command()
@click.argument("contract", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The output folder.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when files are out of date.")
@click.option("--diff", is_flag=True, help="Show what changes, line by line.")
@style_option("Build only this style; repeatable.")
@click.option("--force", is_flag=True, help="Replace files that were edited by hand.")
@output_format
def build(
    contract: tuple[Path, ...],
    output: Path | None,
    check: bool,
    diff: bool,
    style: tuple[str, ...],
    force: bool,
    output_format: str,
) -> None:
    """Build specs, servers and clients from contracts.

    Without CONTRACT, builds what [tool.gen] in pyproject.toml names.
    """
    settings = project(output_format)
    from generator.building import BuildRequest
    from generator.building import build as run

    with Progress() as progress:
        result = run(
            BuildRequest(
                contracts=contracts(contract, settings),
                root=settings.root,
                output=output or relative(settings.root / settings.output),
                styles=style or settings.styles,
                check=check,
                force=force,
                complete=not contract,
            ),
            waiting=_waiting,
            progress=progress.at,
        )
    _print(result, output_format=output_format, check=check, diff=diff)
    sys.exit(exits.INVALID if result.failed else exits.OK if result.ok else exits.FINDINGS)


def _waiting(folder: str) -> None:
    place = "this folder" if folder == "." else folder
    click.echo(f"Waiting for another build to release {place} …", err=True)


def _print(result: "BuildResult", *, output_format: str, check: bool, diff: bool) -> None:
    if output_format != "text":
        if check:
            for contract, changes in result.drift.items():
                result.problems.add(out_of_date(contract, changes))
        report(result.problems, output_format)
        return
    report(result.problems, output_format)
    if result.failed:
        return
    if diff:
        from generator.cli.diff import unified

        for change in result.changes:
            click.echo(unified(change, color=color(sys.stdout)), nl=False)
    if check:
        click.echo(_drift(result), nl=False)
    else:
        click.echo(_made(result), nl=False)


def _drift(result: "BuildResult") -> str:
    if not result.changes:
        return f"{result.shown} is up to date.\n"
    lines = []
    for contract, changes in result.drift.items():
        count = _count(len(changes), "file is", "files are")
        lines.append(f"{contract}: {count} out of date; run 'gen build':")
        lines += [f"  {change.kind:<8} {change.path}" for change in changes]
    return "\n".join(lines) + "\n"


def _made(result: "BuildResult") -> str:
    rows: list[Sequence[str | int]] = []
    contract = None
    for row in result.rows:
        name = "" if row.contract == contract else row.contract
        contract = row.contract
        rows.append([name, row.style or "common", row.files, row.changed])
    from generator.formats.columns import table, text_of

    lines = table(["contract", "style", "files", "changed"], rows, texts=2)
    return text_of([*lines, _summary(result)])


def _summary(result: "BuildResult") -> str:
    if not result.changes:
        return f"{result.shown} is up to date."
    counts = dict.fromkeys(("added", "changed", "removed"), 0)
    for change in result.changes:
        counts[change.kind] += 1
    parts = [f"{number} {kind}" for kind, number in counts.items() if number]
    return f"Wrote {_count(len(result.changes), 'file', 'files')}: {', '.join(parts)}."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
