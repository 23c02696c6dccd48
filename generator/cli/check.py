"""``gen check``: all that CI wants to know of contracts, in one command and one summary."""

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.check.steps import STEPS
from generator.cli import exits
from generator.cli.made import again
from generator.cli.project import contracts, project, relative
from generator.cli.report import output_format, report
from generator.cli.style import style_option
from generator.cli.today import today_option

if TYPE_CHECKING:
    from generator.check.gate import Verdict


@click.command()
@click.argument("contract", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--against",
    metavar="BASE",
    help="What must not break: a revision (git:main), a folder, a file; ci: the base of this run.",
)
@click.option("--both", is_flag=True, help="New clients with the old server count, too.")
@click.option(
    "--skip",
    multiple=True,
    type=click.Choice(STEPS[1:]),
    help="Leave out a step; repeatable.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The output folder.")
@style_option("Check only this style; repeatable.")
@today_option
@output_format
def check(
    contract: tuple[Path, ...],
    against: str | None,
    both: bool,
    skip: tuple[str, ...],
    output: Path | None,
    style: tuple[str, ...],
    today: datetime.date,
    output_format: str,
) -> None:
    """Check contracts, and what was built of them; writes nothing.

    They are valid, formatted and well designed; the lock is complete and the stubs are fresh, where
    there are any; with --against, nothing breaks. Without CONTRACT, checks what [tool.gen] in
    pyproject.toml names.
    """
    settings = project(output_format)
    paths = contracts(contract, settings)
    from generator.check.gate import Gate, judge

    verdict = judge(
        Gate(
            contracts=paths,
            settings=settings,
            styles=style or settings.styles,
            output=output or relative(settings.root / settings.output),
            built=output is not None,
            named=bool(contract),
            against=against or settings.against,
            both=both,
            skip=frozenset(skip),
            here=output_format not in ("text", "json", "markdown"),
            today=today,
            command=again("gen build", output, style),
        )
    )
    report(verdict.problems, output_format)
    if output_format == "text" and verdict.steps[0].passed is not False:
        if len(verdict.problems):
            click.echo(err=True)
        click.echo(_summary(verdict), nl=False)
    _job_summary(verdict)
    sys.exit(_code(verdict))


def _code(verdict: "Verdict") -> int:
    first = verdict.steps[0]
    comparison = verdict.comparison
    unmade = any(step.name == "breaking" and step.passed is False for step in verdict.steps) and (
        comparison is None or comparison.failed
    )
    if first.passed is False or unmade:
        return exits.INVALID
    return exits.FINDINGS if verdict.failed else exits.OK


def _summary(verdict: "Verdict") -> str:
    signs = {True: "ok", False: "failed", None: "-"}
    width = max(len(step.name) for step in verdict.steps)
    lines = [
        f"{step.name:<{width}}  {signs[step.passed]:<6}  {step.said}" for step in verdict.steps
    ]
    return "\n".join(lines) + "\n"


def _job_summary(verdict: "Verdict") -> None:
    """Add to the page of a job on GitHub, where there is one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from generator.check.diff.told.as_markdown import markdown
    from generator.diagnostics.render import as_markdown

    rows = [
        [
            step.name,
            {True: "ok", False: "**failed**", None: "–"}[step.passed],
            as_markdown.cell(step.said),
        ]
        for step in verdict.steps
    ]
    lines = ["## Contracts", "", *as_markdown.table(["step", "", ""], rows), ""]
    if verdict.comparison is not None:
        lines.append(markdown(verdict.comparison, verdict.problems))
    else:
        lines.append(as_markdown.markdown(verdict.problems))
    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(lines))
    except OSError as error:
        click.echo(f"The summary of the job cannot be written: {error}", err=True)
