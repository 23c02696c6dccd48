"""What ``gen check`` and ``gen lint`` say of a contract, with the texts of the editor."""

import datetime
import os
from dataclasses import replace
from pathlib import Path

from generator.building.bind import bind_all
from generator.check.lint.examine import lint
from generator.check.lint.selection import Selection
from generator.contract.source.unsaved import unsaved
from generator.diagnostics import Diagnostic, Problems, Span
from generator.diagnostics.fix import Edit, Fix
from generator.editor.job import Job, entered


def diagnose(job: Job) -> list[Diagnostic]:
    """All that is found, in the files by their absolute paths."""
    problems = Problems()
    found, path = entered(job, problems)
    styles = None if problems.failed else found.styles
    with unsaved(job.texts):
        contracts = bind_all([path], found.root, styles, problems)
        for one in lint(contracts, Selection.of(found.lint), found.root, datetime.date.today()):
            problems.add(one)
    return [_absolute(diagnostic, found.root) for diagnostic in problems]


def _absolute(diagnostic: Diagnostic, root: Path) -> Diagnostic:
    def placed(span: Span) -> Span:
        return span._replace(file=os.path.normpath(root / span.file))

    fix = diagnostic.fix
    if fix is not None:
        edits = tuple(Edit(span=placed(edit.span), text=edit.text) for edit in fix.edits)
        fix = Fix(title=fix.title, edits=edits)
    return replace(
        diagnostic,
        span=None if diagnostic.span is None else placed(diagnostic.span),
        related=tuple((placed(span), text) for span, text in diagnostic.related),
        fix=fix,
    )
