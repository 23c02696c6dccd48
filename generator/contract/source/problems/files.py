"""GEN101 to GEN105, GEN121, GEN130 to GEN134: a file that is not a contract; and imports."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span

MAX_MIB = 10

FILE_UNREADABLE = Kind(code="GEN101", name="file-unreadable")
FILE_TOO_LARGE = Kind(code="GEN102", name="file-too-large")
NOT_UTF8 = Kind(code="GEN103", name="not-utf8")
CONTROL_CHARACTER = Kind(code="GEN104", name="control-character")
EMPTY = Kind(code="GEN105", name="empty-contract")
NOT_A_MAPPING = Kind(code="GEN121", name="not-a-mapping")
IMPORT_MALFORMED = Kind(code="GEN130", name="import-malformed")
IMPORT_UNREADABLE = Kind(code="GEN131", name="import-unreadable")
IMPORT_OUTSIDE = Kind(code="GEN132", name="import-outside-root")
IMPORT_CYCLE = Kind(code="GEN133", name="import-cycle")
IMPORT_TOO_DEEP = Kind(code="GEN134", name="import-too-deep")


def file_unreadable(file: str, reason: str, hint: str | None = None) -> Diagnostic:
    """The file on the command line cannot be opened."""
    return FILE_UNREADABLE.at(None, f"cannot read {file}: {reason}", hint=hint)


def not_a_contract(file: str) -> Diagnostic:
    """A lock on the command line, as in ``gen build contracts/*``."""
    hint = "name the contracts alone, such as contracts/*.yaml; their locks come along"
    return file_unreadable(file, "it is a lock, not a contract", hint)


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


def not_a_mapping(span: Span) -> Diagnostic:
    """A list or a text where the contract's keys should be."""
    return NOT_A_MAPPING.at(
        span,
        "a contract is a mapping of keys to values",
        hint="begin with `contract: my.package.v1`",
    )


MAX_IMPORT_DEPTH = 32


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
