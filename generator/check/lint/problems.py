"""GEN816: settings of ``gen lint`` that name no rule."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span, did_you_mean

UNKNOWN_SELECTOR = Kind(code="GEN816", name="unknown-selector")


def unknown_selector(span: Span | None, selector: str, known: Iterable[str]) -> Diagnostic:
    """A selector that no rule answers to, in the settings or on the command line."""
    hint = did_you_mean(selector, known) or "docs/lint.md lists them; 'LINT' means all of them"
    return UNKNOWN_SELECTOR.at(span, f"there is no rule '{selector}'", hint=hint)
