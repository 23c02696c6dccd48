"""A problem as a value: a code, a place and a way out."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.diagnostics.fix import Fix, fits, line_starts
from generator.diagnostics.span import Span


class Severity(enum.Enum):
    """How much a diagnostic matters: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem.

    ``related`` points at other places with a short text each; ``facts`` are further lines, each
    with a label: ``("old clients", "REST: the path is another")``. fix: what to change
    in the text, where one way out is certain.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    hint: str | None = None
    related: tuple[tuple[Span, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What all diagnostics of one code share.

    Its page is ``docs/diagnostics/<code>.md``; the kind of a style from elsewhere, which has no
    page there, brings its ``explanation`` along, in Markdown.
    """

    code: str
    name: str
    severity: Severity = Severity.ERROR
    explanation: str = ""

    def at(
        self,
        span: Span | None,
        message: str,
        *,
        hint: str | None = None,
        related: tuple[tuple[Span, str], ...] = (),
        fix: Fix | None = None,
    ) -> Diagnostic:
        """Make a diagnostic of this kind at a place."""
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            message=message,
            span=span,
            hint=hint,
            related=related,
            fix=fix,
        )


class Problems:
    """Collects diagnostics over the phases of a run; phases add, the pipeline asks.

    ``texts`` are the files that were read, by the name that spans use, to show lines of them.
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._found: dict[Diagnostic, None] = {}

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic; the same one is kept once."""
        self._found[diagnostic] = None

    @property
    def failed(self) -> bool:
        """Whether any error was found, so that the run stops after this phase."""
        return any(d.severity is Severity.ERROR for d in self._found)

    def __iter__(self) -> Iterator[Diagnostic]:
        """All diagnostics in the order of their places: file, line, column, code.

        A fix of which an edit does not find what it replaces is left out.
        """
        starts: dict[str, list[int]] = {}
        for one in sorted(self._found, key=_place):
            yield one if self._is_sure(one.fix, starts) else replace(one, fix=None)

    def _is_sure(self, fix: Fix | None, starts: dict[str, list[int]]) -> bool:
        """Whether a fix fits its text; the place of a name may be the whole that it stands in."""
        for edit in () if fix is None else fix.edits:
            file = edit.span.file
            text = self.texts.get(file)
            if text is None or edit.was is None:
                continue
            if file not in starts:
                starts[file] = line_starts(text)
            if not fits(edit, text, starts[file]):
                return False
        return True

    def __len__(self) -> int:
        return len(self._found)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    if span is None:
        return ("", 0, 0, diagnostic.code)
    return (span.file, span.line, span.column, diagnostic.code)
