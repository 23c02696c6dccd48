"""GEN106 to GEN120: text that breaks the rules of YAML, and YAML that a contract cannot use."""

from generator.diagnostics import Diagnostic, Fix, Kind, Span
from generator.diagnostics.fix import replacement

MAX_DEPTH = 100

SYNTAX = Kind(code="GEN106", name="yaml-syntax")
TAB = Kind(code="GEN107", name="tab")
NEEDS_QUOTES = Kind(code="GEN108", name="needs-quotes")
NOT_CLOSED = Kind(code="GEN109", name="not-closed")
DUPLICATE_KEY = Kind(code="GEN110", name="duplicate-key")
KEY_NOT_A_STRING = Kind(code="GEN111", name="key-not-a-string")
MERGE_KEY = Kind(code="GEN112", name="merge-key")
TAG = Kind(code="GEN113", name="tag")
SEVERAL_DOCUMENTS = Kind(code="GEN114", name="several-documents")
DIRECTIVE = Kind(code="GEN115", name="yaml-directive")
UNKNOWN_ANCHOR = Kind(code="GEN116", name="unknown-anchor")
RECURSIVE_ALIAS = Kind(code="GEN117", name="recursive-alias")
TOO_MUCH_REPEATED = Kind(code="GEN118", name="too-much-repeated")
TOO_DEEP = Kind(code="GEN119", name="too-deep")
NUMBER_TOO_LARGE = Kind(code="GEN120", name="number-too-large")


def duplicate_key(span: Span, key: str, first: Span) -> Diagnostic:
    """The second of two equal keys."""
    return DUPLICATE_KEY.at(
        span,
        f"duplicate key '{key}'",
        hint="remove one of the two, or give it another name",
        related=((first, "first used here"),),
    )


def key_not_a_string(span: Span, text: str, what: str) -> Diagnostic:
    """An unquoted key that YAML reads as a number, a truth value or null."""
    shown = text or "null"
    fix = replacement(span, f'"{text}"', was=text) if text else None
    message = f"key {shown} is {what}, not a string"
    return KEY_NOT_A_STRING.at(span, message, hint=f'quote it: "{text}"', fix=fix)


def key_is_a_collection(span: Span) -> Diagnostic:
    """``{a: b}: c`` or ``? [a]``."""
    return KEY_NOT_A_STRING.at(
        span,
        "a key must be a string",
        hint="text that begins with '{' or '[' needs quotes",
    )


def merge_key(span: Span) -> Diagnostic:
    """``<<: *base``"""
    return MERGE_KEY.at(
        span,
        "merge keys (<<) are not part of YAML 1.2",
        hint="write the keys out, or declare a type and refer to it by name",
    )


def tag(span: Span, text: str) -> Diagnostic:
    """``!anything``"""
    return TAG.at(
        span,
        f"tag '{text}' has no meaning in a contract",
        hint="remove the tag; text that begins with '!' needs quotes",
    )


def several_documents(span: Span) -> Diagnostic:
    """A second ``---``."""
    return SEVERAL_DOCUMENTS.at(
        span,
        "a second YAML document begins here",
        hint="put each contract into a file of its own, and use `imports:` to share types",
    )


def directive(span: Span, text: str) -> Diagnostic:
    """``%YAML 1.1`` or ``%TAG``."""
    return DIRECTIVE.at(
        span,
        f"directive {text} is not supported",
        hint="remove it: contracts are YAML 1.2",
    )


def unknown_anchor(span: Span, name: str) -> Diagnostic:
    """``*name`` without ``&name`` before it."""
    return UNKNOWN_ANCHOR.at(
        span,
        f"alias *{name} refers to nothing: there is no &{name} before it",
        hint="text that begins with '*' needs quotes",
    )


def recursive_alias(span: Span, name: str) -> Diagnostic:
    """``&a [*a]``"""
    return RECURSIVE_ALIAS.at(
        span,
        f"alias *{name} stands inside of what it refers to",
        hint="a type that contains itself refers to itself by its name",
    )


def too_much_repeated(span: Span) -> Diagnostic:
    """A "billion laughs" file."""
    return TOO_MUCH_REPEATED.at(
        span,
        "the aliases of this file repeat too much",
        hint="declare a type once and refer to it by name",
    )


def too_deep(span: Span) -> Diagnostic:
    """More levels than any contract needs."""
    return TOO_DEEP.at(
        span,
        f"nested more than {MAX_DEPTH} levels deep",
        hint="declare types for the inner levels and refer to them by name",
    )


def number_too_large(span: Span) -> Diagnostic:
    """A number beyond float64."""
    return NUMBER_TOO_LARGE.at(
        span,
        "no type can hold this number",
        hint="text that looks like a number needs quotes",
    )


def not_yaml(span: Span, message: str, hint: str | None, fix: Fix | None = None) -> Diagnostic:
    """Any other violation of YAML's rules."""
    return SYNTAX.at(span, message, hint=hint, fix=fix)


def not_yaml_beside(span: Span, message: str, hint: str, related: Span, what: str) -> Diagnostic:
    """A violation that only makes sense beside another place."""
    return SYNTAX.at(span, message, hint=hint, related=((related, what),))


def tab(span: Span, fix: Fix | None = None) -> Diagnostic:
    """A tab outside of text."""
    hint = "use spaces, and quotes for text with tabs"
    return TAB.at(span, "tab outside of quotes", hint=hint, fix=fix)


def needs_quotes(span: Span, message: str, hint: str, fix: Fix | None = None) -> Diagnostic:
    """A text that YAML takes for something else until it is quoted."""
    return NEEDS_QUOTES.at(span, message, hint=hint, fix=fix)


def comma_in_text(span: Span, key: str) -> Diagnostic:
    """``{description: Red, green and blue}``, or ``{type:string}``."""
    name, colon, value = key.partition(":")
    if colon and value and " " not in name:
        hint = f"write a space after the colon: `{name}: {value}`"
        fix = replacement(span, f"{name}: {value}", was=key)
        return NEEDS_QUOTES.at(span, f"'{key}' is not a key", hint=hint, fix=fix)
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
