"""GEN1xx: what can be wrong with a contract as a file, as YAML, and with its imports."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span

MAX_MIB = 10
MAX_DEPTH = 100
MAX_IMPORT_DEPTH = 32

FILE_UNREADABLE = Kind(code="GEN101", name="file-unreadable", explanation="")
FILE_TOO_LARGE = Kind(code="GEN102", name="file-too-large", explanation="")
NOT_UTF8 = Kind(code="GEN103", name="not-utf8", explanation="")
CONTROL_CHARACTER = Kind(code="GEN104", name="control-character", explanation="")
EMPTY = Kind(code="GEN105", name="empty-contract", explanation="")
SYNTAX = Kind(code="GEN106", name="yaml-syntax", explanation="")
TAB = Kind(code="GEN107", name="tab", explanation="")
NEEDS_QUOTES = Kind(code="GEN108", name="needs-quotes", explanation="")
NOT_CLOSED = Kind(code="GEN109", name="not-closed", explanation="")
DUPLICATE_KEY = Kind(code="GEN110", name="duplicate-key", explanation="")
KEY_NOT_A_STRING = Kind(code="GEN111", name="key-not-a-string", explanation="")
MERGE_KEY = Kind(code="GEN112", name="merge-key", explanation="")
TAG = Kind(code="GEN113", name="tag", explanation="")
SEVERAL_DOCUMENTS = Kind(code="GEN114", name="several-documents", explanation="")
DIRECTIVE = Kind(code="GEN115", name="yaml-directive", explanation="")
UNKNOWN_ANCHOR = Kind(code="GEN116", name="unknown-anchor", explanation="")
RECURSIVE_ALIAS = Kind(code="GEN117", name="recursive-alias", explanation="")
TOO_MUCH_REPEATED = Kind(code="GEN118", name="too-much-repeated", explanation="")
TOO_DEEP = Kind(code="GEN119", name="too-deep", explanation="")
NUMBER_TOO_LARGE = Kind(code="GEN120", name="number-too-large", explanation="")
NOT_A_MAPPING = Kind(code="GEN121", name="not-a-mapping", explanation="")
IMPORT_MALFORMED = Kind(code="GEN130", name="import-malformed", explanation="")
IMPORT_UNREADABLE = Kind(code="GEN131", name="import-unreadable", explanation="")
IMPORT_OUTSIDE = Kind(code="GEN132", name="import-outside-root", explanation="")
IMPORT_CYCLE = Kind(code="GEN133", name="import-cycle", explanation="")
IMPORT_TOO_DEEP = Kind(code="GEN134", name="import-too-deep", explanation="")


def file_unreadable(file: str, reason: str) -> Diagnostic:
    """The file on the command line cannot be opened."""
    return FILE_UNREADABLE.at(None, f"cannot read {file}: {reason}")


def file_too_large(span: Span | None, file: str, size: int) -> Diagnostic:
    """The file is over the limit; it was not read. ``span``: where it is imported."""
    mib = size / 2**20
    return FILE_TOO_LARGE.at(
        span,
        f"{file} has {mib:.1f} MiB; a contract may have at most {MAX_MIB} MiB",
        hint="split it, and use `imports:` for the types that are shared",
    )


def not_utf8(span: Span, byte: int) -> Diagnostic:
    """A byte that UTF-8 does not allow at this place."""
    return NOT_UTF8.at(
        span,
        f"not UTF-8: byte 0x{byte:02X}",
        hint="save the file in the encoding UTF-8",
    )


def control_character(span: Span, char: str) -> Diagnostic:
    """A character that YAML, or a reader's eye, does not accept as it is."""
    number = ord(char)
    escape = f"\\x{number:02X}" if number < 0x100 else f"\\u{number:04X}"
    return CONTROL_CHARACTER.at(
        span,
        f"character U+{number:04X} may not stand in a contract as it is",
        hint=f'remove it, or write it as an escape within double quotes: "{escape}"',
    )


def empty(file: str) -> Diagnostic:
    """Nothing, or comments only."""
    return EMPTY.at(
        Span(file=file, line=1, column=1, end_line=1, end_column=1),
        "the contract is empty",
        hint="`gen init` writes a first contract to start from",
    )


def syntax(span: Span, message: str, hint: str | None) -> Diagnostic:
    """Any other violation of YAML's rules."""
    return SYNTAX.at(span, message, hint=hint)


def syntax_with(span: Span, message: str, hint: str, related: Span, what: str) -> Diagnostic:
    """A violation that only makes sense beside another place."""
    return SYNTAX.at(span, message, hint=hint, related=((related, what),))


def tab(span: Span) -> Diagnostic:
    """A tab outside of text."""
    return TAB.at(span, "tab in the structure of the file", hint="indent with spaces")


def needs_quotes(span: Span, message: str, hint: str) -> Diagnostic:
    """A text that YAML takes for something else until it is quoted."""
    return NEEDS_QUOTES.at(span, message, hint=hint)


def comma_in_text(span: Span, key: str) -> Diagnostic:
    """``{description: Red, green and blue}``, or ``{type:string}``."""
    name, colon, value = key.partition(":")
    if colon and value and " " not in name:
        return NEEDS_QUOTES.at(
            span, f"'{key}' is no key", hint=f"write a space after the colon: `{name}: {value}`"
        )
    return NEEDS_QUOTES.at(
        span,
        f"'{key}' has no value: a comma inside {{…}} begins a new key",
        hint="text with a comma needs quotes there",
    )


def not_closed(span: Span, what: str, closer: str) -> Diagnostic:
    """A bracket or a quote without its partner."""
    return NOT_CLOSED.at(span, f"this {what} is never closed", hint=f"add the missing {closer}")


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
    return KEY_NOT_A_STRING.at(
        span, f"key {shown} is {what}, not a string", hint=f'quote it: "{text}"'
    )


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


def not_a_mapping(span: Span) -> Diagnostic:
    """A list or a text where the contract's keys should be."""
    return NOT_A_MAPPING.at(
        span,
        "a contract is a mapping of keys to values",
        hint="begin with `contract: my.package.v1`",
    )


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
