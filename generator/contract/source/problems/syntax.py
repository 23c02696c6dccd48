"""GEN106 to GEN109: text that breaks the rules of YAML, and how to correct it."""

from generator.diagnostics import Diagnostic, Kind, Span

SYNTAX = Kind(code="GEN106", name="yaml-syntax")
TAB = Kind(code="GEN107", name="tab")
NEEDS_QUOTES = Kind(code="GEN108", name="needs-quotes")
NOT_CLOSED = Kind(code="GEN109", name="not-closed")


def not_yaml(span: Span, message: str, hint: str | None) -> Diagnostic:
    """Any other violation of YAML's rules."""
    return SYNTAX.at(span, message, hint=hint)


def not_yaml_beside(span: Span, message: str, hint: str, related: Span, what: str) -> Diagnostic:
    """A violation that only makes sense beside another place."""
    return SYNTAX.at(span, message, hint=hint, related=((related, what),))


def tab(span: Span) -> Diagnostic:
    """A tab outside of text."""
    return TAB.at(span, "tab outside of quotes", hint="use spaces, and quotes for text with tabs")


def needs_quotes(span: Span, message: str, hint: str) -> Diagnostic:
    """A text that YAML takes for something else until it is quoted."""
    return NEEDS_QUOTES.at(span, message, hint=hint)


def comma_in_text(span: Span, key: str) -> Diagnostic:
    """``{description: Red, green and blue}``, or ``{type:string}``."""
    name, colon, value = key.partition(":")
    if colon and value and " " not in name:
        return NEEDS_QUOTES.at(
            span, f"'{key}' is not a key", hint=f"write a space after the colon: `{name}: {value}`"
        )
    return NEEDS_QUOTES.at(
        span,
        f"'{key}' has no value: a comma inside {{…}} begins a new key",
        hint="text with a comma needs quotes there",
    )


def not_closed(span: Span, what: str, closer: str, *related: tuple[Span, str]) -> Diagnostic:
    """A bracket or a quote without its partner."""
    return NOT_CLOSED.at(
        span, f"this {what} is never closed", hint=f"add the missing {closer}", related=related
    )
