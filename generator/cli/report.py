"""Prints what a command found: text to standard error, a format for programs to standard output."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.diagnostics import Problems, Span

FORMATS = ("text", "json", "markdown", "github", "gitlab", "junit", "sarif")

# Formats whose reader knows paths from the root of the repository, and the variable that names it.
_ROOTS = {"github": "GITHUB_WORKSPACE", "gitlab": "CI_PROJECT_DIR"}

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
    root = os.environ.get(_ROOTS.get(output_format, ""))
    if root is not None:
        problems = _seen_from(Path(root), problems)
    kinds = {} if output_format == "github" else all_kinds()
    chosen = next(known for known in render.FORMATS if known == output_format)
    click.echo(render.render(problems, chosen, kinds=kinds), nl=False)


def _seen_from(root: Path, problems: Problems) -> Problems:
    """The same problems, their files as they are called in a folder that the current one is in."""
    here = Path.cwd()
    if here == root.resolve() or not here.is_relative_to(root.resolve()):
        return problems
    below = here.relative_to(root.resolve()).as_posix()
    moved = Problems()
    for one in problems:
        span = one.span and _below(below, one.span)
        related = tuple((_below(below, place), text) for place, text in one.related)
        moved.add(replace(one, span=span, related=related))
    return moved


def _below(folder: str, span: Span) -> Span:
    if not Path(span.file).exists():  # in the base of a comparison
        return span
    path = os.path.normpath(Path(folder, span.file))
    return span._replace(file=Path(path).as_posix())


def color(stream: Any) -> bool:
    """Whether a stream is a terminal that wants colour (see no-color.org); None: it is closed."""
    return "NO_COLOR" not in os.environ and stream is not None and bool(stream.isatty())
