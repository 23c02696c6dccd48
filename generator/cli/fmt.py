"""``gen fmt``: contracts in the one layout."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.building.output.problems import cannot_write
from generator.cli import exits
from generator.cli.project import contracts, project
from generator.cli.report import color, output_format, report
from generator.diagnostics import Problems

if TYPE_CHECKING:
    from generator.check.format.files import Formatting

_STDIN = "-"


@click.command()
@click.argument("contract", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a layout would change.")
@click.option("--diff", is_flag=True, help="Show what changes, line by line.")
@output_format
def fmt(contract: tuple[Path, ...], check: bool, diff: bool, output_format: str) -> None:
    """Lay contracts out in the one way, and keep what they mean and every comment.

    Without CONTRACT, those that [tool.gen] in pyproject.toml names, and what they import. A single
    - formats standard input to standard output.
    """
    from generator.check.format import files

    problems = Problems()
    stdin = [path.as_posix() for path in contract] == [_STDIN]
    if stdin:
        found = [files.format_bytes(sys.stdin.buffer.read(), "<stdin>", problems)]
    else:
        if Path(_STDIN) in contract:
            raise click.UsageError("- stands for standard input, alone: name no files beside it.")
        settings = project(output_format)
        paths = contracts(contract, settings)
        if not contract:
            paths = list(files.with_imports(paths, settings.root))
        found = [files.format_file(path, problems) for path in dict.fromkeys(paths)]
    changed = [each for each in found if each is not None and each.changed]
    if check:
        for each in changed:
            problems.add(each.difference())
    if diff:
        from generator.building.output.plan import Change
        from generator.cli.unified import unified

        for each in changed:
            change = Change(path=each.file, kind="changed", old=each.old, new=each.new)
            click.echo(unified(change, color=color(sys.stdout)), nl=False)
    elif stdin and not check and found[0] is not None:
        sys.stdout.buffer.write(found[0].new)
    if not check and not stdin:
        _write(changed, problems)
    report(problems, output_format)
    if output_format == "text" and not (stdin or diff or problems.failed):
        click.echo(_summary(len(found), len(changed), check))
    if problems.failed:
        sys.exit(exits.INVALID)
    sys.exit(exits.FINDINGS if check and changed else exits.OK)


def _write(changed: Sequence["Formatting"], problems: Problems) -> None:
    from generator.check.format.files import replace

    for each in changed:
        try:
            replace(Path(each.file), each.new)
        except OSError as error:
            problems.add(cannot_write(error))


def _summary(count: int, changed: int, check: bool) -> str:
    done = "would be formatted" if check else "formatted"
    rest = count - changed
    if not changed:
        return f"{rest} {'contract is' if rest == 1 else 'contracts are'} formatted already."
    text = f"{changed} {'contract' if changed == 1 else 'contracts'} {done}"
    return f"{text}, {rest} already." if rest else f"{text}."
