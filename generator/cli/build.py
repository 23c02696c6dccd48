"""``gen build``: contracts in, the output folder brought up to date, or compared with it."""

import sys
from pathlib import Path

import click

from generator.cli.made import again, exit_code, show, waiting
from generator.cli.progress import Progress
from generator.cli.project import contracts, project, relative
from generator.cli.report import output_format
from generator.cli.style import style_option


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

    paths = contracts(contract, settings)
    with Progress() as progress:
        result = run(
            BuildRequest(
                contracts=paths,
                root=settings.root,
                output=output or relative(settings.root / settings.output),
                styles=style or settings.styles,
                support=settings.support,
                models={path: settings.forms_of(path.absolute()) for path in paths},
                check=check,
                force=force,
                complete=not contract,
            ),
            waiting=waiting,
            progress=progress.at,
        )
    show(
        result,
        output_format=output_format,
        check=check,
        diff=diff,
        command=again("gen build", output, style),
    )
    if output_format == "text" and settings.support and result.written and result.changes:
        click.echo(f"It imports '{settings.support}', which 'gen support' writes.")
    sys.exit(exit_code(result))
