"""``gen deploy``: contracts in, configuration of what stands in front of their servers out."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.building.request import BuildResult
from generator.cli import exits
from generator.cli.made import again, exit_code, gather, show, waiting
from generator.cli.project import contracts, project, relative
from generator.cli.report import output_format, report
from generator.cli.style import style_option
from generator.deploy import registry
from generator.deploy.parameter import Form
from generator.diagnostics import Problems

if TYPE_CHECKING:
    from generator.deploy.deploy import DeployRequest
    from generator.deploy.parameter import Parameter
    from generator.deploy.target import Target

_LINT = "lint"
_COMMAND = "gen deploy"


class _Targets(click.Group):
    """One command for each target, made when it is asked for, and ``lint``."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [*registry.names(), _LINT]

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == _LINT:
            return lint
        return _command(_loaded(cmd_name)) if cmd_name in registry.names() else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from generator.diagnostics.suggestion import did_you_mean

            hint = did_you_mean(args[0], known) or f"There are: {', '.join(registry.names())}."
            ctx.fail(f"There is no target '{args[0]}'. {hint[:1].upper()}{hint[1:]}")
        return super().resolve_command(ctx, args)


def _loaded(name: str) -> "Target":
    """A target, which may be of somebody else's package, and broken."""
    try:
        return registry.target(name)
    except (ImportError, AttributeError) as error:
        raise click.ClickException(
            f"the package of the target '{name}' cannot be loaded: {error}"
        ) from error


@click.group(cls=_Targets, subcommand_metavar="[TARGET …]", invoke_without_command=True)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when files are out of date.")
@click.option("--diff", is_flag=True, help="Show what changes, line by line.")
@click.option("--force", is_flag=True, help="Replace files that were edited by hand.")
@output_format
@click.pass_context
def deploy(
    context: click.Context, check: bool, diff: bool, force: bool, output_format: str
) -> None:
    """Write what configures a proxy, a cloud or a cluster in front of the servers of contracts.

    'gen deploy TARGET --help' lists what each can be told. Without TARGET, writes what
    [tool.gen.deploy] in pyproject.toml says; the options below are for that.
    """
    if context.invoked_subcommand is not None:
        if check or diff or force or output_format != "text":
            raise click.UsageError("Options go behind the target: 'gen deploy TARGET --check'.")
        return
    settings = project(output_format)
    if not settings.deployments:
        known = ", ".join(registry.names())
        raise click.UsageError(
            f"Name a target ({known}), or set [tool.gen.deploy] in pyproject.toml."
        )
    from generator.deploy.deploy import deploy as write
    from generator.deploy.of_settings import request

    code, gathered = exits.OK, Problems()
    for each in settings.deployments:
        problems = Problems()
        asked = request(each, settings, problems, check=check, force=force)
        if asked is None:
            result = BuildResult(output=Path(each.output), problems=problems, failed=True)
        else:
            result = write(asked, waiting=waiting)
        code = max(code, exit_code(result))
        if output_format == "text":
            show(result, output_format="text", check=check, diff=diff, command=_COMMAND)
        else:
            gather(result, gathered, check=check, command=_COMMAND)
    if output_format != "text":
        report(gathered, output_format)
    sys.exit(code)


def _run(
    asked: "DeployRequest", command: str, output_format: str, *, check: bool, diff: bool
) -> int:
    """Write or compare one folder, print what was found, and give the code to end with."""
    from generator.deploy.deploy import deploy as write

    result = write(asked, waiting=waiting)
    show(result, output_format=output_format, check=check, diff=diff, command=command)
    return exit_code(result)


def _command(target: "Target") -> click.Command:
    """The command of one target: what all have, and its own parameters."""

    def run(
        contract: tuple[Path, ...],
        output: Path,
        check: bool,
        diff: bool,
        style: tuple[str, ...],
        force: bool,
        output_format: str,
        **given: Any,
    ) -> None:
        from generator.deploy.deploy import DeployRequest
        from generator.deploy.of_settings import contracts_of, of_folder

        settings = project(output_format)
        chosen = _given(target.parameters, given)
        known = of_folder(output, target.name, settings)
        of_known = () if known is None or contract else contracts_of(known, settings)
        asked = DeployRequest(
            target=target,
            contracts=of_known or contracts(contract, settings),
            root=settings.root,
            output=output,
            generated=relative(settings.root / settings.output),
            given=chosen if known is None else {**known.given, **chosen},
            styles=style or (known and known.styles) or settings.styles,
            check=check,
            force=force,
        )
        command = _again(target, contract, output, style, chosen)
        sys.exit(_run(asked, command, output_format, check=check, diff=diff))

    made = click.command(target.name, help=target.about, short_help=target.about)(run)
    for decorate in [*_common(), *map(_option, target.parameters)]:
        made = decorate(made)
    return made


def _common() -> list[Any]:
    where = click.Path(path_type=Path)
    return [
        click.argument("contract", nargs=-1, type=where),
        click.option("-o", "--output", type=where, required=True, help="The folder to write."),
        click.option("--check", is_flag=True, help="Write nothing; exit 1 when it is out of date."),
        click.option("--diff", is_flag=True, help="Show what changes, line by line."),
        style_option("Deploy only this style; repeatable."),
        click.option("--force", is_flag=True, help="Replace files that were edited by hand."),
        output_format,
    ]


def _option(parameter: "Parameter") -> Any:
    about = parameter.about
    if parameter.default and parameter.form is not Form.FLAG:
        about += f"  [default: {', '.join(parameter.default)}]"
    if parameter.form is Form.FLAG:
        declaration = f"--{parameter.name}/--no-{parameter.name}"
        return click.option(declaration, parameter.option, default=None, help=about)
    kind = click.Choice(parameter.choices) if parameter.choices else click.STRING
    shown = None if parameter.choices else parameter.form.name
    return click.option(
        f"--{parameter.name}",
        parameter.option,
        multiple=True,
        type=kind,
        metavar=shown,
        help=about,
    )


def _again(
    target: "Target",
    contract: Sequence[Path],
    output: Path,
    style: Sequence[str],
    given: Mapping[str, Sequence[str]],
) -> str:
    """The command that was given, to be run without --check."""
    words = ["gen deploy", target.name, *(shlex.quote(str(path)) for path in contract)]
    flags = {one.name for one in target.parameters if one.form is Form.FLAG}
    for name, values in given.items():
        if name in flags:
            words.append(f"--{name}" if values == ["true"] else f"--no-{name}")
        else:
            words += [word for value in values for word in (f"--{name}", shlex.quote(value))]
    return again(" ".join(words), output, style)


def _given(parameters: Sequence["Parameter"], options: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was given on the command line, by the parameters' names."""
    found: dict[str, list[str]] = {}
    for parameter in parameters:
        value = options[parameter.option]
        if isinstance(value, bool):
            found[parameter.name] = ["true" if value else "false"]
        elif value:
            found[parameter.name] = [*value]
    return found


@click.command(_LINT)
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--target", metavar="TARGET", help="Whose files they are.  [default: told by them]")
@output_format
def lint(file: tuple[Path, ...], target: str | None, output_format: str) -> None:
    """Find what is wrong in FILEs, or in all files below folders.

    They may be as they were written, or changed by hand. Looked at is what a target has rules for,
    such as files for AWS: 'nginx -t' and the like judge the others.
    """
    from generator.deploy.judge import judge

    problems = Problems()
    judged = judge(file, target, problems)
    if not judged and not len(problems):
        raise click.UsageError(
            "There are no rules for these files: what they configure judges them itself, "
            "such as 'nginx -t'."
        )
    report(problems, output_format)
    if output_format == "text" and not len(problems):
        click.echo(f"Nothing was found in {judged} {'file' if judged == 1 else 'files'}.")
    sys.exit(exits.FINDINGS if len(problems) else exits.OK)
