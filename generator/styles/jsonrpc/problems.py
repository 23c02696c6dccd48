"""GEN601 to GEN608: what can be wrong with the JSON-RPC side of a contract."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Severity, Span, suggestion

MALFORMED_CORRECTION = Kind(code="GEN601", name="malformed-jsonrpc-correction")
UNKNOWN_SETTING = Kind(code="GEN602", name="unknown-jsonrpc-setting")
MALFORMED_METHOD = Kind(code="GEN603", name="malformed-method-name")
RESERVED_METHOD = Kind(code="GEN604", name="reserved-method-name")
METHOD_TAKEN = Kind(code="GEN605", name="method-name-taken")
NOT_OFFERED = Kind(code="GEN606", name="jsonrpc-stream-not-offered", severity=Severity.NOTE)
STREAM_FORM = Kind(code="GEN607", name="unknown-jsonrpc-stream-form")
NO_STREAM = Kind(code="GEN608", name="jsonrpc-nothing-streams")


def malformed_correction(span: Span) -> Diagnostic:
    """The correction is neither a name nor a mapping, or the mapping names no method."""
    return MALFORMED_CORRECTION.at(
        span,
        "'jsonrpc' is a method name or a mapping with 'method' or 'stream'",
        hint="write: jsonrpc: product.add",
    )


def unknown_setting(span: Span, key: str, known: Iterable[str]) -> Diagnostic:
    """A key within the mapping that the style does not know."""
    names = sorted(known)
    near, fix = suggestion(span, key, names)
    hint = near or f"'jsonrpc' may have: {', '.join(names)}"
    return UNKNOWN_SETTING.at(span, f"unknown key '{key}' in 'jsonrpc'", hint=hint, fix=fix)


def settings_not_here(span: Span) -> Diagnostic:
    """A `jsonrpc` key where the style has nothing to set."""
    return UNKNOWN_SETTING.at(
        span,
        "'jsonrpc' has no settings for a whole contract, a resource or an error",
        hint="it corrects operations, one by one: jsonrpc: product.add",
    )


def malformed_method(span: Span, name: str) -> Diagnostic:
    """A method name with characters that do not belong there."""
    return MALFORMED_METHOD.at(
        span,
        f"'{name}' cannot be a method name",
        hint="a letter, then letters, digits and any of _ . - / :",
    )


def reserved_method(span: Span, name: str) -> Diagnostic:
    """A method name in the specification's own name space."""
    return RESERVED_METHOD.at(
        span,
        f"method names that begin with 'rpc.' are reserved: '{name}'",
        hint="JSON-RPC 2.0, section 4: choose another beginning",
    )


def method_taken(span: Span, name: str, other: str, other_span: Span | None) -> Diagnostic:
    """A method name that an earlier operation has."""
    related = () if other_span is None else ((other_span, f"'{other}' has this method name"),)
    return METHOD_TAKEN.at(
        span,
        f"method name '{name}' is taken by operation '{other}'",
        hint="give one of them a name: jsonrpc: <name>",
        related=related,
    )


def not_offered(span: Span | None, operation: str) -> Diagnostic:
    """A client's stream, which JSON-RPC does not carry."""
    return NOT_OFFERED.at(
        span,
        f"{operation} takes a stream, which JSON-RPC does not carry: a call is 'unimplemented'",
        hint="other styles offer it; nothing has to be done",
    )


def unknown_stream_form(span: Span, forms: Iterable[str]) -> Diagnostic:
    """Not one of the ways in which items travel."""
    return STREAM_FORM.at(
        span, "this is not a way in which items travel", hint=f"write one of: {', '.join(forms)}"
    )


def nothing_streams(span: Span, operation: str) -> Diagnostic:
    """A form for the items of an operation that answers with none."""
    return NO_STREAM.at(
        span,
        f"{operation} does not answer with a stream of items",
        hint="remove 'stream', or write: output: stream<T>",
    )
