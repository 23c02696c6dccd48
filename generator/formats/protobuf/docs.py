"""Turns contract text into the lines of ``//`` comments, which no text can end or escape."""

import textwrap
from collections.abc import Mapping

from generator.model import Deprecation, ErrorType, Operation, ScalarKind

WIDTH = 96

# Protobuf has these as text only; a reader of the .proto alone has to know the form.
FORMS: Mapping[ScalarKind | None, str] = {
    ScalarKind.DECIMAL: "A decimal number, such as 22.00.",
    ScalarKind.DATE: "A date, such as 2026-11-22.",
    ScalarKind.TIME: "A time of day, such as 09:30:00.",
    ScalarKind.UUID: "A UUID.",
    ScalarKind.URI: "A URI.",
    ScalarKind.EMAIL: "An e-mail address.",
}


def with_deprecation(text: str, deprecation: Deprecation | None) -> str:
    """A description, and since when and in favour of what it is deprecated."""
    if deprecation is None:
        return text
    since = f" since {deprecation.since}" if deprecation.since else ""
    sunset = f", gone from {deprecation.sunset}" if deprecation.sunset else ""
    use = f" Use {deprecation.use} instead." if deprecation.use else ""
    return f"{text}\n\nDeprecated{since}{sunset}.{use}".strip()


def of_operation(operation: Operation, errors: tuple[ErrorType, ...]) -> str:
    """An rpc's description, and how it fails: protobuf itself has no word for that."""
    text = with_deprecation(operation.description, operation.deprecated)
    if not errors:
        return text
    names = ", ".join(f"{error.name} ({error.code.upper()})" for error in errors)
    return f"{text}\n\nErrors: {names}.".strip()


def comment(text: str, *, indent: int) -> tuple[str, ...]:
    """Text as wrapped comment lines: empty for no text, and without invisible characters."""
    clean = "".join(_visible(char) for char in text.strip())
    lines: list[str] = []
    for line in clean.split("\n"):
        wrapped = textwrap.wrap(
            line, WIDTH - indent - 3, break_long_words=False, break_on_hyphens=False
        )
        lines += wrapped or [""]
    return tuple(f"// {line}".rstrip() for line in lines) if clean else ()


def _visible(char: str) -> str:
    if char == "\n" or char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
