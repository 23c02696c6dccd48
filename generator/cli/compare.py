"""``gen compare``: a contract's styles side by side, in the terminal, as a page, or measured."""

import contextlib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import exits, measuring
from generator.cli.evolving import evolved
from generator.cli.project import project
from generator.cli.report import color, output_format, report
from generator.cli.style import style_option
from generator.diagnostics import Problems, did_you_mean

if TYPE_CHECKING:
    from generator.building.trial import Trial
    from generator.compare.evolving.result import Evolution
    from generator.compare.sideways.comparison import Comparison
    from generator.compare.timing.result import Measurement
    from generator.styles.style import AnyStyle


def _proxy(_ctx: click.Context, _param: click.Parameter, name: str | None) -> str | None:
    """Refuse what cannot be run; which proxies there are is looked up when one is asked for."""
    if name is not None:
        from generator.deploy.registry import proxies

        if name not in proxies():
            known = ", ".join(proxies()) or "none that is installed"
            raise click.BadParameter(f"'{name}' is not one of: {known}")
    return name


@click.command()
@click.argument("contract", type=click.Path(path_type=Path))
@click.option("--operation", multiple=True, metavar="NAME", help="Only this one; repeatable.")
@style_option("Only this style; repeatable.")
@click.option(
    "--against",
    metavar="BASE",
    help="Run it against an older version: a revision (git:main), a folder, or a file.",
)
@click.option("--measure", is_flag=True, help="Run the generated code, and measure it.")
@click.option(
    "--through",
    metavar="PROXY",
    callback=_proxy,
    help="With --measure: look at what this proxy does in between, too.",
)
@click.option(
    "--json",
    "save",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the measurement in this file; with --against, who keeps working.",
)
@click.option(
    "--from",
    "saved",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Show the measurement in this file again.",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Make a page of it all.",
)
@output_format
def compare(
    contract: Path,
    operation: tuple[str, ...],
    style: tuple[str, ...],
    against: str | None,
    measure: bool,
    through: str | None,
    save: Path | None,
    saved: Path | None,
    html: Path | None,
    output_format: str,
) -> None:
    """Show each operation in every style: requests, code, responses, what a client must know.

    With --against, clients and servers of an older version are run against those of this one, to
    show who keeps working.
    """
    if measure and saved is not None:
        raise click.UsageError("--from shows a measurement that is kept; leave --measure out.")
    if through is not None and not measure:
        raise click.UsageError("--through measures with a proxy in between: say --measure too.")
    if against is not None and (measure or saved is not None):
        raise click.UsageError("--against runs examples and measures nothing: leave the other out.")
    if save is not None and not measure and against is None:
        raise click.UsageError("--json keeps a measurement: say --measure too.")
    settings = project(output_format)
    problems = Problems()
    from generator.building import trial
    from generator.compare.page.choices import MOST, SHOWN
    from generator.compare.sideways.assemble import compare as compared

    tried = trial.prepare(contract, settings.root, problems, style or settings.styles)
    report(problems, output_format)
    if tried is None:
        sys.exit(exits.INVALID)
    if against is not None:
        found = evolved(contract, tried, against, settings.root, operation or None, output_format)
        _show(found, tried, save, html, style)
        return
    _known(tried, operation)
    if saved is not None:
        measured = measuring.kept(saved, tried, operation or None)
    elif measure:
        measured = measuring.measured(tried, operation or None, save, through)
    else:
        measured = None
    if html is not None:
        comparison = compared(_first(tried, MOST, "A page has"), operation or None)
        _page(comparison, measured, html, style)
    elif measured is not None:
        from generator.compare.through.terminal import terminal as through_text
        from generator.compare.timing.terminal import terminal as measurement_text

        width, colored = _width(), color(sys.stdout)
        click.echo(measurement_text(measured, width=width, color=colored), nl=False)
        if measured.through is not None:
            text = through_text(measured.through, measured.styles, width=width, color=colored)
            click.echo(text, nl=False)
    else:
        from generator.compare.page.decision import sentence
        from generator.compare.sideways.terminal import terminal

        comparison = compared(tried if style else _first(tried, SHOWN), operation or None)
        others = [one for one in tried.styles if one.name not in {*comparison.names}]
        lead = " ".join(filter(None, (sentence(comparison, None), _hint(others))))
        text = terminal(comparison, width=_width(), color=color(sys.stdout), lead=lead)
        click.echo(text, nl=False)


def _show(
    found: "Evolution",
    tried: "Trial",
    save: Path | None,
    html: Path | None,
    style: tuple[str, ...],
) -> None:
    """Who keeps working: as a page, as JSON, or here."""
    from generator.compare.evolving import told

    if save is not None:
        _keep(save, told.json_text(found))
    if html is not None:
        from generator.compare.page.choices import MOST
        from generator.compare.sideways.assemble import compare as compared

        names = [row.new for row in found.rows if row.new]
        comparison = compared(_first(tried, MOST, "A page has"), names)
        _page(comparison, None, html, style, found)
    if save is None and html is None:
        click.echo(told.text(found, _width()), nl=False)


def _first(tried: "Trial", most: int, what: str = "") -> "Trial":
    """The contract in its first styles; what: says on standard error where there are others."""
    first, others = tried.styles[:most], tried.styles[most:]
    if others and what:
        names = ", ".join(one.title for one in first)
        click.echo(f"{what} {most} styles at most: {names}. --style chooses others.", err=True)
    return tried.only([one.name for one in first])


def _hint(others: "Sequence[AnyStyle]") -> str:
    """How to see the styles that are not shown, if there are some."""
    if not others:
        return ""
    titles = ", ".join(one.title for one in others)
    names = " ".join(f"--style {one.name}" for one in others)
    return f"Not shown: {titles} ({names})."


def _known(tried: "Trial", names: tuple[str, ...]) -> None:
    """Refuse an operation that the contract does not have."""
    known = [operation.name.text for operation in tried.api.operations.values()]
    for name in names:
        if name not in known:
            near = did_you_mean(name, known)
            hint = f"; {near}" if near else ""
            raise click.BadParameter(
                f"the contract has no operation '{name}'{hint}", param_hint="--operation"
            )


def _page(
    comparison: "Comparison",
    measured: "Measurement | None",
    file: Path,
    shown: tuple[str, ...],
    evolution: "Evolution | None" = None,
) -> None:
    from generator.compare.page import page

    _keep(file, page(comparison, measured, shown or None, evolution))


def _keep(file: Path, text: str) -> None:
    try:
        _write(file, text)
    except OSError as error:
        raise click.FileError(str(file), error.strerror) from None
    click.echo(f"Wrote {file}.", err=not file.is_file())  # a page may have gone to our output


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all; what is not a file, such as a device, is written into."""
    if file.exists() and not file.is_file():
        file.write_text(text, encoding="utf-8")
        return
    file = file.resolve()  # what a link leads to is replaced, not the link
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _width() -> int:
    return shutil.get_terminal_size((80, 24)).columns
