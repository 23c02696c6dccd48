"""The command ``gen``: finds the command that was asked for, and keeps our own bugs presentable."""

import errno
import gc
import importlib
import os
import sys
from typing import Any

import click

from generator.cli import exits

_COMMANDS = {
    "build": "generator.cli.build:build",
    "check": "generator.cli.check:check",
    "compare": "generator.cli.compare:compare",
    "completion": "generator.cli.completion:completion",
    "deploy": "generator.cli.deploy:deploy",
    "diff": "generator.cli.diff:diff",
    "explain": "generator.cli.explain:explain",
    "fmt": "generator.cli.fmt:fmt",
    "init": "generator.cli.init:init",
    "lint": "generator.cli.lint:lint",
    "lsp": "generator.cli.lsp:lsp",
    "schema": "generator.cli.schema:schema",
    "serve": "generator.cli.serve:serve",
    "support": "generator.cli.support:support",
}

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)  # for what is printed; files are looked after elsewhere
_EXTRAS = {"cryptography": "deploy"}  # of modules that generated stubs do not need
_LONGEST = 500  # characters of an error's text; all of it with --debug


class _Group(click.Group):
    """Loads a command when it is used: start-up pays for nothing else."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from generator.diagnostics.suggestion import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS) or f"There are: {', '.join(_COMMANDS)}."
            ctx.fail(f"No such command '{args[0]}'. {hint[:1].upper()}{hint[1:]}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        if "NO_COLOR" in os.environ:
            ctx.color = False
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                raise click.ClickException(f"cannot write: {error.strerror}") from None
            if ctx.params["debug"]:
                raise
            if isinstance(error, ModuleNotFoundError) and _is_foreign(error.name):
                raise click.ClickException(missing(error.name)) from None
            click.echo(_apology(error), err=True)
            ctx.exit(exits.BUG)


def _is_foreign(module: str | None) -> bool:
    return module is not None and module.partition(".")[0] != __name__.partition(".")[0]


def missing(module: str | None) -> str:
    """What to do about a package that is not installed, from the name of its module."""
    name = (module or "").partition(".")[0]
    extra = _EXTRAS.get(name, "stubs")
    return f"the package of the module {name!r} is missing: pip install 'diptych[{extra}]'"


def _apology(error: Exception) -> str:
    text = f"{type(error).__name__}: {error}"
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
    return (
        f"internal error: {shown}\n"
        "This is a bug in gen, not in your contract. Nothing was written.\n"
        "Run 'gen --debug …' for the traceback, and please report it with the contract."
    )


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
@click.version_option(package_name="diptych", prog_name="gen", message="%(prog)s %(version)s")
def cli(debug: bool) -> None:
    """One neutral contract in, REST and RPC specs and stubs out, side by side."""


def main() -> None:
    """The entry point of the command."""
    gc.set_threshold(200_000, 20, 100)  # a short run that makes much and drops little: 10 % faster
    try:
        sys.exit(cli(prog_name="gen"))
    finally:
        gc.freeze()  # the end needs no search for what could be freed
