"""Turns the current folder and the arguments into the project, or ends the command."""

import re
import sys
from pathlib import Path

import click

from generator import settings
from generator.cli import exits
from generator.cli.report import report
from generator.diagnostics import Problems
from generator.settings import ProjectSettings
from generator.styles import registry

_WILD = re.compile(r"[*?\[]")


def project(output_format: str) -> ProjectSettings:
    """The settings of the project that the current folder belongs to."""
    problems = Problems()
    found = settings.load(Path.cwd(), problems, registry.names)
    if problems.failed:
        report(problems, output_format)
        sys.exit(exits.INVALID)
    return found


def contracts(named: tuple[Path, ...], found: ProjectSettings) -> list[Path]:
    """The contracts that were named, else those of the settings."""
    if named:
        return list(named)
    if not found.contracts:
        raise click.UsageError(
            "Name a contract, or set 'contracts' in [tool.gen] of pyproject.toml. "
            "'gen init' makes a first contract, and the settings."
        )
    matched = {path for glob in found.contracts for path in found.root.glob(glob)}
    paths = sorted(path for path in matched if path.is_file())
    if not paths:
        raise click.UsageError(
            f"No file matches 'contracts' = {list(found.contracts)}. "
            "'gen init' makes a first contract."
        )
    for name in found.contracts:
        if not (_WILD.search(name) or (found.root / name).is_file()):
            raise click.UsageError(f"'contracts' names {name!r}, which is no file.")
    return [relative(path) for path in paths]


def relative(path: Path) -> Path:
    """A path as people know it: relative to the current folder where it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
