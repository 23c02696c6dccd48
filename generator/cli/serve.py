"""``gen serve``: a contract as a working service in every style, before any code is written."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import exits
from generator.cli.project import project
from generator.cli.report import output_format, report
from generator.cli.style import style_option
from generator.diagnostics import Problems
from generator.styles import registry

if TYPE_CHECKING:
    from generator.building.trial import Trial
    from generator.compare.mock.serving import Serving
    from generator.styles.style import AnyStyle

_HOST = "127.0.0.1"


def _addresses(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for every style that is installed."""
    for name in reversed(registry.names()):
        command = click.option(
            f"--{name}", metavar="HOST:PORT", help=f"Serve the style {name} here."
        )(command)
    return command


@click.command()
@click.argument("contract", type=click.Path(path_type=Path))
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the data in this SQLite file; without it, in memory.",
)
@click.option(
    "--grace",
    type=click.FloatRange(min=0),
    default=10,
    show_default=True,
    help="Seconds for calls to end when it stops.",
)
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    default=40,
    show_default=True,
    help="How many plain methods run at a time.",
)
@click.option(
    "--token",
    metavar="TEXT",
    help="The only token, key or password that is let in; without it, any well-formed one.",
)
@click.option(
    "--access-log", is_flag=True, help="Write a line of JSON for each call to standard output."
)
@click.option("--health", is_flag=True, help="Answer /healthz and /readyz over HTTP.")
@style_option("Only this style; repeatable.")
@_addresses
@output_format
def serve(
    contract: Path,
    db: Path | None,
    grace: float,
    threads: int,
    token: str | None,
    access_log: bool,
    health: bool,
    style: tuple[str, ...],
    output_format: str,
    **addresses: str | None,
) -> None:
    """Serve a contract in every style at once, with data made from its examples.

    Resources are created, read, listed, changed and deleted for real; plain functions answer
    with an example's output, or with one that fits, streams with some items. Nothing is written
    but the data of --db.
    """
    settings = project(output_format)
    problems = Problems()
    from generator.building import trial
    from generator.compare.mock.serving import CannotServe, serving
    from generator.compare.sideways.commands import Commands

    tried = trial.prepare(contract, settings.root, problems, style or settings.styles)
    report(problems, output_format)
    if tried is None:
        sys.exit(exits.INVALID)
    chosen = _addresses_of(tried.styles, addresses)
    try:
        with serving(tried, db, token) as prepared:

            def announce(targets: Mapping[str, str]) -> None:
                commands = Commands(tried, prepared.package, token).suggested(targets)
                click.echo(_announcement(tried, commands, prepared, targets, db))

            prepared.run(
                chosen,
                announce,
                grace=grace,
                threads=threads,
                access_log=access_log,
                health=health,
            )
    except CannotServe as error:
        raise _Failed(str(error)) from None
    click.echo("Stopped.")


class _Failed(click.ClickException):
    """Serving is impossible: not a bug, and not the contract."""

    exit_code = exits.INVALID


def _addresses_of(
    styles: "tuple[AnyStyle, ...]", given: Mapping[str, str | None]
) -> dict[str, str]:
    """Where each style is served; those that can share a port share the first one's."""
    known = {style.name for style in styles}
    for name, address in given.items():
        if address is not None and name not in known:
            raise click.UsageError(f"--{name} is of no use here: the style is not served.")
    from generator.compare.sideways.targets import ports

    return {name: given.get(name) or f"{_HOST}:{port}" for name, port in ports(styles).items()}


def _announcement(
    tried: "Trial",
    commands: Sequence[tuple[str, Mapping[str, str]]],
    prepared: "Serving",
    targets: Mapping[str, str],
    db: Path | None,
) -> str:
    where = f"kept in {db}" if db else "kept in memory"
    titles = {style.name: style.title for style in tried.styles if style.name in targets}
    width = max(map(len, titles.values()))
    lines = [f"{tried.api.title} ({tried.api.package}), its data {where}.", ""]
    lines += [f"  {title:<{width}}  {targets[name]}" for name, title in titles.items()]
    if credentials := prepared.credentials():
        lines += ["", "Callers show:", *(f"  {line}" for line in credentials)]
    for operation, by_style in commands:
        lines += ["", f"Try {operation}:"]
        for name, command in by_style.items():
            lines += ["", f"  # {titles[name]}", f"  {command}"]
    if remarks := prepared.remarks():
        lines += ["", *remarks]
    return "\n".join([*lines, "", "Ctrl-C stops it."])
