"""Turns contract text into the lines of ``//`` comments, which no text can end or escape."""

import textwrap

from generator.kinds import ScalarKind
from generator.kinds.kind import PROTO_STRING
from generator.model import Deprecation, ErrorType, Operation

WIDTH = 96


def of_form(kind: ScalarKind | None) -> str | None:
    """The form of a text, for a reader who has the .proto alone; None: its type says it."""
    if kind is None or kind.words is None or kind.protobuf != PROTO_STRING:
        return None
    return f"{kind.words[0].upper()}{kind.words[1:]}."


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
