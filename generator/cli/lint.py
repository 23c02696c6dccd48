"""``gen lint``: are contracts well designed? And mends what has one certain way out."""

import datetime
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import exits
from generator.cli.project import contracts, project
from generator.cli.report import output_format, report
from generator.cli.style import style_option
from generator.cli.today import today_option
from generator.diagnostics import Problems, Severity
from generator.settings import ProjectSettings
from generator.settings.rules import LintSettings

if TYPE_CHECKING:
    from generator.check.lint.examine import Examined
    from generator.check.lint.selection import Selection


def _rules(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from generator.check.lint.rule import all_rules

    return [code for code in all_rules() if code.startswith(incomplete.upper())]


@click.command()
@click.argument("contract", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Write what has one certain way out into the contracts.")
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Ask these rules only: codes, their beginnings, or names, with commas; repeatable.",
    shell_complete=_rules,
)
@click.option(
    "--extend-select", multiple=True, metavar="RULES", help="Ask these rules, too; repeatable."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not ask these; repeatable.")
@style_option("Judge only how contracts travel in this style; repeatable.")
@output_format
@today_option
def lint(
    contract: tuple[Path, ...],
    fix: bool,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    style: tuple[str, ...],
    output_format: str,
    today: datetime.date,
) -> None:
    """Tell what of contracts could be designed better.

    Without CONTRACT, looks at what [tool.gen] in pyproject.toml names.
    """
    settings = project(output_format)
    paths = contracts(contract, settings)
    from generator.check.lint.examine import Request, examine
    from generator.check.lint.mend import mend

    request = Request(
        contracts=tuple(dict.fromkeys(paths)),
        root=settings.root,
        styles=style or settings.styles,
        selection=_selection(settings, select, extend_select, ignore, output_format),
        today=today,
    )
    mended = mend(request) if fix else {}
    found = examine(request)
    report(found.problems, output_format)
    if output_format == "text":
        _tell(found, mended, len(request.contracts), fix=fix)
    counts = any(one.severity is not Severity.NOTE for one in found.problems)
    sys.exit(exits.INVALID if found.invalid else exits.FINDINGS if counts else exits.OK)


def _selection(
    settings: ProjectSettings,
    select: tuple[str, ...],
    extend: tuple[str, ...],
    ignore: tuple[str, ...],
    output_format: str,
) -> "Selection":
    """What settings and options select together; ends the command where they name no rule."""
    from generator.check.lint.selection import Selection, check

    own = settings.lint
    options = LintSettings(select=_split(select), extend=_split(extend), ignore=_split(ignore))
    problems = Problems()
    check(own.selectors, own.span, problems)
    check(options.selectors, None, problems)
    if problems.failed:
        report(problems, output_format)
        sys.exit(exits.INVALID)
    return Selection.of(own, options)


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _tell(found: "Examined", mended: Mapping[Path, int], contracts: int, *, fix: bool) -> None:
    """What was mended, what could be, and whether all is well, for people."""
    for path, count in mended.items():
        click.echo(f"fixed {path.as_posix()}: {count} {'place' if count == 1 else 'places'}")
    left = sum(one.fix is not None for one in found.problems)
    if left and not fix:
        click.echo(f"{left} of them can be fixed: gen lint --fix", err=True)
    if not len(found.problems):
        click.echo(f"{contracts} {'contract is' if contracts == 1 else 'contracts are'} clean.")
