"""``gen check``: are contracts valid, in every style? Reads them, and makes nothing."""

import sys
from pathlib import Path

import click

from generator.cli import exits
from generator.cli.project import contracts, project
from generator.cli.report import output_format, report
from generator.cli.style import style_option
from generator.diagnostics import Problems


@click.command()
@click.argument("contract", nargs=-1, type=click.Path(path_type=Path))
@style_option("Check only this style; repeatable.")
@output_format
def check(contract: tuple[Path, ...], style: tuple[str, ...], output_format: str) -> None:
    """Check contracts without building anything.

    Without CONTRACT, checks what [tool.gen] in pyproject.toml names.
    """
    settings = project(output_format)
    problems = Problems()
    paths = contracts(contract, settings)
    from generator.building.bind import bind_all

    bind_all(paths, settings.root, style or settings.styles, problems)
    report(problems, output_format)
    if output_format == "text" and not problems.failed:
        count = len(set(paths))
        click.echo(f"{count} {'contract is' if count == 1 else 'contracts are'} valid.")
    sys.exit(exits.INVALID if problems.failed else exits.OK)
