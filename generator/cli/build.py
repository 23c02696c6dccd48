"""``gen build``: contracts in, the output folder brought up to date, or compared with it."""

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.made import again, exit_code, show, summary, waiting
from generator.cli.progress import Progress
from generator.cli.project import contracts, project, relative
from generator.cli.report import output_format, report
from generator.cli.style import style_option
from generator.diagnostics import Problems
from generator.settings import ProjectSettings
from generator.settings import load as settings_of
from generator.styles import registry

if TYPE_CHECKING:
    from generator.building import BuildResult


@click.command()
@click.argument("contract", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The output folder.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when files are out of date.")
@click.option("--diff", is_flag=True, help="Show what changes, line by line.")
@style_option("Build only this style; repeatable.")
@click.option("--force", is_flag=True, help="Replace files that were edited by hand.")
@click.option("--watch", is_flag=True, help="Build again whenever something changes.")
@output_format
def build(
    contract: tuple[Path, ...],
    output: Path | None,
    check: bool,
    diff: bool,
    style: tuple[str, ...],
    force: bool,
    watch: bool,
    output_format: str,
) -> None:
    """Build specs, servers and clients from contracts.

    Without CONTRACT, builds what [tool.gen] in pyproject.toml names.
    """
    asked = _Asked(contract=contract, output=output, style=style, check=check, force=force)
    if watch:
        if check or diff or output_format != "text":
            raise click.UsageError("--watch goes with neither --check, --diff nor another format.")
        from generator.cli.watching import watch as until_told

        until_told(lambda: _again(asked), lambda: _inputs(contract))
        return
    settings = project(output_format)
    with Progress() as progress:
        result = _run(asked, settings, progress)
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


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What the command line says."""

    contract: tuple[Path, ...]
    output: Path | None
    style: tuple[str, ...]
    check: bool
    force: bool


def _run(asked: _Asked, settings: ProjectSettings, progress: Progress) -> "BuildResult":
    from generator.building import BuildRequest
    from generator.building import build as run

    paths = contracts(asked.contract, settings)
    return run(
        BuildRequest(
            contracts=paths,
            root=settings.root,
            output=asked.output or relative(settings.root / settings.output),
            styles=asked.style or settings.styles,
            support=settings.support,
            models={path: settings.forms_of(path.absolute()) for path in paths},
            check=asked.check,
            force=asked.force,
            complete=not asked.contract,
        ),
        waiting=waiting,
        progress=progress.at,
    )


def _again(asked: _Asked) -> str:
    """Build, print what is wrong, and give the line that says what was done."""
    try:
        with Progress() as progress:
            result = _run(asked, project("text"), progress)
    except click.UsageError as error:
        return f"Nothing was written: {error.message}"
    except SystemExit:  # the settings are wrong, which was printed
        return "Nothing was written: the settings are not valid."
    report(result.problems, "text")
    return summary(result)


def _inputs(named: tuple[Path, ...]) -> list[Path]:
    """The contracts and the settings, whether they are valid or not."""
    found = settings_of(Path.cwd(), Problems(), registry.names)
    with contextlib.suppress(click.UsageError):
        return [found.root / "pyproject.toml", *contracts(named, found)]
    return [found.root / "pyproject.toml"]
