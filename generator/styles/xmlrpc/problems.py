"""GEN661 to GEN666: what can be wrong with the XML-RPC side of a contract."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Severity, Span, suggestion

MALFORMED_CORRECTION = Kind(code="GEN661", name="malformed-xmlrpc-correction")
UNKNOWN_SETTING = Kind(code="GEN662", name="unknown-xmlrpc-setting")
MALFORMED_METHOD = Kind(code="GEN663", name="malformed-xmlrpc-method")
RESERVED_METHOD = Kind(code="GEN664", name="reserved-xmlrpc-method")
METHOD_TAKEN = Kind(code="GEN665", name="xmlrpc-method-taken")
NOT_OFFERED = Kind(code="GEN666", name="xmlrpc-stream-not-offered", severity=Severity.NOTE)


def malformed_correction(span: Span) -> Diagnostic:
    """The correction is neither a name nor a mapping, or the mapping names no method."""
    return MALFORMED_CORRECTION.at(
        span,
        "'xmlrpc' is a method name or a mapping with 'method'",
        hint="write: xmlrpc: product.add",
    )


def unknown_setting(span: Span, key: str, known: Iterable[str]) -> Diagnostic:
    """A key within the mapping that the style does not know."""
    names = sorted(known)
    near, fix = suggestion(span, key, names)
    hint = near or f"'xmlrpc' may have: {', '.join(names)}"
    return UNKNOWN_SETTING.at(span, f"unknown key '{key}' in 'xmlrpc'", hint=hint, fix=fix)


def settings_not_here(span: Span) -> Diagnostic:
    """An `xmlrpc` key where the style has nothing to set."""
    return UNKNOWN_SETTING.at(
        span,
        "'xmlrpc' has no settings for a whole contract, a resource or an error",
        hint="it corrects operations, one by one: xmlrpc: product.add",
    )


def malformed_method(span: Span, name: str) -> Diagnostic:
    """A method name with characters that do not belong there."""
    return MALFORMED_METHOD.at(
        span,
        f"'{name}' cannot be a method name",
        hint="XML-RPC has letters and digits of ASCII, and any of _ . : /",
    )


def reserved_method(span: Span, name: str) -> Diagnostic:
    """A method name in the name space of what servers tell about themselves."""
    return RESERVED_METHOD.at(
        span,
        f"method names that begin with 'system.' are reserved: '{name}'",
        hint="servers tell about themselves there: choose another beginning",
    )


def method_taken(span: Span, name: str, other: str, other_span: Span | None) -> Diagnostic:
    """A method name that an earlier operation has."""
    related = () if other_span is None else ((other_span, f"'{other}' has this method name"),)
    return METHOD_TAKEN.at(
        span,
        f"method name '{name}' is taken by operation '{other}'",
        hint="give one of them a name: xmlrpc: <name>",
        related=related,
    )


def not_offered(span: Span | None, operation: str) -> Diagnostic:
    """A stream of items, which XML-RPC does not carry."""
    return NOT_OFFERED.at(
        span,
        f"{operation} streams items, which XML-RPC does not carry: a call is 'unimplemented'",
        hint="other styles offer it; nothing has to be done",
    )
