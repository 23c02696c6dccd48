"""GEN130 to GEN134: what can be wrong with imports."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span

MAX_IMPORT_DEPTH = 32

IMPORT_MALFORMED = Kind(code="GEN130", name="import-malformed")
IMPORT_UNREADABLE = Kind(code="GEN131", name="import-unreadable")
IMPORT_OUTSIDE = Kind(code="GEN132", name="import-outside-root")
IMPORT_CYCLE = Kind(code="GEN133", name="import-cycle")
IMPORT_TOO_DEEP = Kind(code="GEN134", name="import-too-deep")


def imports_not_a_mapping(span: Span) -> Diagnostic:
    """``imports:`` holds something else than aliases and paths."""
    return IMPORT_MALFORMED.at(
        span, "imports map names to files", hint="write `imports: {common: common.yaml}`"
    )


def import_malformed(span: Span, message: str, hint: str) -> Diagnostic:
    """An alias or a path that cannot be one."""
    return IMPORT_MALFORMED.at(span, message, hint=hint)


def import_unreadable(span: Span, path: str, reason: str) -> Diagnostic:
    """The imported file is missing, or cannot be read."""
    return IMPORT_UNREADABLE.at(
        span,
        f"cannot read '{path}': {reason}",
        hint="paths are relative to the file that imports",
    )


def import_outside(span: Span, path: str) -> Diagnostic:
    """The path leads out of the project."""
    return IMPORT_OUTSIDE.at(
        span,
        f"'{path}' lies outside of the project",
        hint="copy the file into the project; the project's root holds its pyproject.toml",
    )


def import_cycle(span: Span, files: Iterable[str], steps: Iterable[Span]) -> Diagnostic:
    """A file that imports itself, by way of others or directly."""
    return IMPORT_CYCLE.at(
        span,
        "import cycle: " + " → ".join(files),
        hint="move what both need into a third file, and import that",
        related=tuple((step, "imported here") for step in steps),
    )


def import_too_deep(span: Span) -> Diagnostic:
    """A chain of imports longer than any project needs."""
    return IMPORT_TOO_DEEP.at(
        span,
        f"imports follow imports more than {MAX_IMPORT_DEPTH} levels deep",
        hint="import what you need directly",
    )
