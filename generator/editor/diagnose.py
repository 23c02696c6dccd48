"""What ``gen check`` and ``gen lint`` say of a contract, with the texts of the editor."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import settings
from generator.building.bind import bind_all
from generator.contract.source.unsaved import unsaved
from generator.diagnostics import Diagnostic, Problems, Span
from generator.settings import ProjectSettings
from generator.styles import registry


@dataclass(frozen=True, kw_only=True)
class Job:
    """A contract to look at: its absolute path, and the texts that the editor holds."""

    contract: Path
    texts: Mapping[Path, str]


def diagnose(job: Job) -> list[Diagnostic]:
    """All that is found, in the files by their absolute paths.

    Works in the folder of the project, so that names in messages are those of the command line.
    """
    problems = Problems()
    found = settings.load(job.contract.parent, problems, registry.names)
    _enter(found.root)
    path = job.contract
    if path.is_relative_to(found.root):
        path = path.relative_to(found.root)
    with unsaved(job.texts):
        _check(path, found, problems)
    return [_absolute(diagnostic, found.root) for diagnostic in problems]


def _check(path: Path, found: ProjectSettings, problems: Problems) -> None:
    bind_all([path], found.root, None if problems.failed else found.styles, problems)


def _enter(root: Path) -> None:
    """Names are relative to the current folder; this process has no other use for it."""
    if Path.cwd() != root:
        os.chdir(root)


def _absolute(diagnostic: Diagnostic, root: Path) -> Diagnostic:
    def placed(span: Span) -> Span:
        return span._replace(file=os.path.normpath(root / span.file))

    return replace(
        diagnostic,
        span=None if diagnostic.span is None else placed(diagnostic.span),
        related=tuple((placed(span), text) for span, text in diagnostic.related),
    )
