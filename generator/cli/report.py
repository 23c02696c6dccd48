"""Prints what a command found: text to standard error, a format for programs to standard output."""

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from generator.diagnostics import Problems

FORMATS = ("text", "json", "markdown", "github", "gitlab", "junit", "sarif")

F = TypeVar("F", bound=Callable[..., Any])


def output_format(command: F) -> F:
    """The option ``--output-format``."""
    return click.option(
        "--output-format",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How problems are printed.",
    )(command)


def report(problems: Problems, output_format: str) -> None:
    """Print problems; the formats for programs also when there are none."""
    if output_format == "text" and not len(problems):
        return
    from generator.diagnostics import render  # unicodedata: only when there is something
    from generator.diagnostics.registry import all_kinds

    if output_format == "text":
        click.echo(render.text(problems, color=color(sys.stderr)), nl=False, err=True)
        return
    kinds = {} if output_format == "github" else all_kinds()
    chosen = next(known for known in render.FORMATS if known == output_format)
    click.echo(render.render(problems, chosen, kinds=kinds), nl=False)


def color(stream: Any) -> bool:
    """Whether a stream is a terminal that wants colour (see no-color.org); None: it is closed."""
    return "NO_COLOR" not in os.environ and stream is not None and bool(stream.isatty())
