"""``gen diff``: what changed between two contracts, and whom it breaks."""

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import exits
from generator.cli.project import contracts, project
from generator.cli.report import color, output_format, report
from generator.cli.style import style_option
from generator.cli.today import today_option
from generator.diagnostics import Problems, Severity
from generator.settings import ProjectSettings

if TYPE_CHECKING:
    from generator.check.diff.bases import NoBase
    from generator.check.diff.compared import Comparison


@click.command()
@click.argument("contract", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--against",
    metavar="BASE",
    help="What to compare with: a revision (git:main), a folder, a file; ci: the base of this run.",
)
@click.option("--both", is_flag=True, help="New clients with the old server count, too.")
@style_option("Judge only this style; repeatable.")
@today_option
@output_format
def diff(
    contract: tuple[Path, ...],
    against: str | None,
    both: bool,
    style: tuple[str, ...],
    today: datetime.date,
    output_format: str,
) -> None:
    """Show every change between contracts, and whom it breaks.

    gen diff OLD NEW compares two files; gen diff [CONTRACT…] --against BASE compares contracts with
    what they were. Exit 0: nothing breaks; 1: something does; 2: they could not be compared.
    """
    settings = project(output_format)
    against = against or (None if len(contract) == 2 else settings.against)
    if against is None and len(contract) == 2:
        against, contract = contract[0].as_posix(), contract[1:]
    if against is None:
        raise click.UsageError(
            "Name two contracts, or what to compare with: --against git:main. "
            "'against' in [tool.gen] of pyproject.toml sets it for good."
        )
    from generator.check.diff.bases import NoBase
    from generator.check.diff.told import as_json, as_markdown, summary

    problems = Problems()
    comparison = compare(
        contracts(contract, settings),
        against,
        settings,
        styles=style or settings.styles,
        today=today,
        both=both,
        here=output_format not in ("text", "json", "markdown"),
        named=bool(contract),
        problems=problems,
    )
    if isinstance(comparison, NoBase):
        click.echo(f"Nothing to compare with: {comparison.why}.", err=True)
        report(problems, output_format)
        sys.exit(exits.OK)
    match output_format:
        case "json" if comparison is not None:
            click.echo(as_json.json_text(comparison, problems), nl=False)
        case "markdown" if comparison is not None:
            click.echo(as_markdown.markdown(comparison, problems), nl=False)
        case "text":
            _text(problems)
            if comparison is not None:
                click.echo("\n".join(summary.lines(comparison)))
        case _:
            report(problems, output_format)
    sys.exit(code(comparison, problems))


def code(comparison: "Comparison | None", problems: Problems) -> int:
    """The exit code of a comparison; None: it could not be made."""
    if comparison is None or comparison.failed:
        return exits.INVALID
    return exits.FINDINGS if comparison.breaks or problems.failed else exits.OK


def _text(problems: Problems) -> None:
    if not len(problems):
        return
    from generator.diagnostics import render

    click.echo(render.text(problems, color=color(sys.stdout)))


def compare(
    paths: list[Path],
    against: str,
    settings: ProjectSettings,
    *,
    styles: tuple[str, ...] | None,
    today: datetime.date,
    both: bool,
    here: bool,
    named: bool,
    problems: Problems,
) -> "Comparison | NoBase | None":
    """Compare contracts with a base; None where that could not be done, with the reason.

    named: these are not all contracts of the project, so that none is missed.
    """
    from generator.building.bind import bind_all
    from generator.check.diff.bases import NoBase, opened
    from generator.check.diff.compared import Comparer

    with opened(against, settings.root, paths, problems) as base:
        if base is None:
            return None
        if isinstance(base, NoBase):
            return base
        found = Problems()
        bound = bind_all(paths, settings.root, styles, found)
        problems.texts.update(found.texts)
        for one in found:  # what is only worth a note is said when it is built
            if one.severity is Severity.ERROR:
                problems.add(one)
        if found.failed:
            return None
        comparer = Comparer(
            base,
            settings=settings,
            styles=styles,
            today=today,
            both=both,
            here=here,
            problems=problems,
        )
        return comparer.run(bound, partial=named)
