"""``gen support``: the support of generated code as a package of its own, for many projects."""

import sys
from pathlib import Path

import click

from generator.cli.made import again, exit_code, show, waiting
from generator.cli.project import project, relative
from generator.cli.report import output_format
from generator.cli.style import style_option


@click.command()
@click.argument("package", required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The folder that the package lies in."
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when files are out of date.")
@click.option("--diff", is_flag=True, help="Show what changes, line by line.")
@style_option("Only the support of this style; repeatable.")
@click.option("--force", is_flag=True, help="Replace files that were edited by hand.")
@output_format
def support(
    package: str | None,
    output: Path | None,
    check: bool,
    diff: bool,
    style: tuple[str, ...],
    force: bool,
    output_format: str,
) -> None:
    """Write the package that generated code imports its support from.

    PACKAGE is its dotted name, such as acme_support; without it, what 'support' in [tool.gen] of
    pyproject.toml says. It lies in the project's folder, or in that of -o.
    """
    settings = project(output_format)
    name = package or settings.support
    if not name:
        raise click.UsageError(
            "Name a package, such as 'gen support acme_support', or set 'support' in [tool.gen]."
        )
    from generator.building.support import SupportRequest, write_support

    request = SupportRequest(
        name=name,
        folder=output or relative(settings.root),
        root=settings.root,
        output=settings.root / settings.output,
        styles=style or None,
        check=check,
        force=force,
    )
    result = write_support(request, waiting=waiting)
    command = again(f"gen support {name}", output, style)
    show(result, output_format=output_format, check=check, diff=diff, command=command)
    sys.exit(exit_code(result))
