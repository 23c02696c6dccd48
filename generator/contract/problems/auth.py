"""GEN351 to GEN359: auth schemes, and who asks for which."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span, did_you_mean

UNKNOWN_SCHEME = Kind(code="GEN351", name="unknown-auth")
UNKNOWN_SCOPE = Kind(code="GEN352", name="unknown-scope")
BAD_SCHEME = Kind(code="GEN353", name="bad-auth-scheme")


def unknown_scheme(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A scheme that is not declared."""
    names = [*known, "none"]
    hint = did_you_mean(name, names) or "declare it under 'auth'"
    return UNKNOWN_SCHEME.at(span, f"unknown auth scheme '{name}'", hint=hint)


def none_is_not_alone(span: Span) -> Diagnostic:
    """``none`` beside schemes."""
    hint = "write auth: none, or leave it out of the list"
    return UNKNOWN_SCHEME.at(span, "'none' cannot be one of several", hint=hint)


def unknown_scope(span: Span, scope: str, scheme: str, known: Iterable[str]) -> Diagnostic:
    """A scope that the scheme does not have."""
    hint = did_you_mean(scope, known)
    return UNKNOWN_SCOPE.at(span, f"the auth scheme '{scheme}' has no scope '{scope}'", hint=hint)


def bad_scheme(span: Span, scheme: str, why: str, hint: str | None = None) -> Diagnostic:
    """A scheme that cannot work."""
    return BAD_SCHEME.at(span, f"the auth scheme '{scheme}' {why}", hint=hint)
