"""Tells whom the changes since git's HEAD break, at the declarations that changed."""

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.building.bind import bind_all
from generator.check.diff.bases import Base, opened
from generator.check.diff.compared import Comparer
from generator.contract.source.unsaved import unsaved
from generator.diagnostics import Diagnostic, Problems, Severity
from generator.editor.job import Job, entered
from generator.editor.outline import Outline

_BASE = "git:HEAD"
_CODES = "DIFF"


@dataclass(frozen=True, kw_only=True)
class Lens:
    """What is told above a declaration; ``tooltip`` has the findings in full."""

    section: str
    name: str
    title: str
    tooltip: str


def breaking(job: Job) -> list[Diagnostic]:
    """The findings of ``gen diff --against git:HEAD``; none where that cannot be compared."""
    found, path = entered(job)
    problems = Problems()
    with unsaved(job.texts):
        contracts = bind_all([path], found.root, found.styles, Problems())
        with opened(_BASE, found.root, [path], problems) as base:
            if not isinstance(base, Base) or not contracts:
                return []
            Comparer(
                base,
                settings=found,
                styles=found.styles,
                today=datetime.date.today(),
                both=False,
                here=True,
                problems=problems,
            ).run(contracts)
    return [
        one
        for one in problems
        if one.code.startswith(_CODES)
        and one.span is not None
        and Path(os.path.normpath(found.root / one.span.file)) == job.contract
    ]


def lenses(outline: Outline, found: Sequence[Diagnostic]) -> list[Lens]:
    """One lens for each declaration that changed: whom it breaks, or that it breaks nobody."""
    grouped: dict[tuple[str, str], list[Diagnostic]] = {}
    for one in found:
        part = None if one.span is None else outline.at(one.span.line - 1)
        if part is not None:
            grouped.setdefault((part.section, part.name), []).append(one)
    return [
        Lens(section=section, name=name, title=_title(ones), tooltip="\n".join(map(_told, ones)))
        for (section, name), ones in grouped.items()
    ]


def _title(found: Sequence[Diagnostic]) -> str:
    breaks = [one for one in found if one.severity is Severity.ERROR]
    weakens = [one for one in found if one.severity is Severity.WARNING]
    for words, ones in (("breaks", breaks), ("weakens", weakens)):
        if ones:
            said = [text for one in ones for label, text in one.facts if label == words]
            who = said[0] if said and len(set(said)) == 1 else "callers"
            more = f" in {len(ones)} ways" if len(ones) > 1 else ""
            return f"{words} {who}{more} (since HEAD)"
    return "changed since HEAD: breaks nobody"


def _told(one: Diagnostic) -> str:
    facts = "".join(f"\n  {label}: {text}" for label, text in one.facts)
    return f"{one.code}: {one.message}{facts}"
