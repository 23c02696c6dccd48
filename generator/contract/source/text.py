"""Turns a file into text, or says why it is none: missing, too large, not UTF-8, not printable."""

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from generator.contract.source.problems import files as p
from generator.contract.source.unsaved import unsaved_bytes
from generator.diagnostics import Problems, Span

_MAX_BYTES = p.MAX_MIB * 2**20

# YAML 1.2.2 §5.1, and without NEL, LS and PS: YAML 1.1 took them for line breaks, 1.2 does not,
# and no reader sees them.
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAK = re.compile(r"\r\n|\r|\n")
_MAX_FOUND = 100
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class SourceText:
    """The text of a file, and the name by which diagnostics call the file."""

    file: str
    content: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines as YAML counts them; str.splitlines would break at form feeds, too."""
        return _BREAK.split(self.content)

    @cached_property
    def has_tabs(self) -> bool:
        """Whether there is any tab at all."""
        return "\t" in self.content

    def without(self, numbers: Collection[int]) -> "SourceText":
        """The same text with some lines blank; they are counted from 1."""
        lines = ("" if n in numbers else line for n, line in enumerate(self.lines, start=1))
        return SourceText(self.file, "\n".join(lines))

    def trimmed(self, span: Span) -> Span:
        """The span without the blank lines that a parser takes for a part of a block scalar."""
        line, column = span.end_line, span.end_column
        while line > span.line and not self.lines[line - 1][: column - 1].strip():
            line -= 1
            column = len(self.lines[line - 1].rstrip()) + 1
        return Span(self.file, span.line, span.column, line, column)


class UnreadableFile(Exception):
    """Why a file cannot be read, in words for the user."""


class FileTooLarge(Exception):
    """A file over the limit; args[0] is its size."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; UnreadableFile where it is no regular one, FileTooLarge."""
    held = unsaved_bytes(path)
    if held is not None:
        return held
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise UnreadableFile(_reason(error)) from error
    except ValueError as error:  # a NUL in the path
        raise UnreadableFile("no such file") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise UnreadableFile(
            "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not a file"
        )
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > _MAX_BYTES:
            raise FileTooLarge(status.st_size)
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise FileTooLarge(len(content))
    return content


def decode(file: str, content: bytes, problems: Problems) -> SourceText | None:
    """The text; None when it is not UTF-8."""
    content = content.removeprefix(_BOM)
    try:
        return SourceText(file, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        problems.texts[file] = content.decode("utf-8", "replace")
        problems.add(p.not_utf8(_span_at(file, before), content[error.start]))
        return None


def printable(text: SourceText, problems: Problems) -> SourceText:
    """The text with U+FFFD, which is as wide, for every character that YAML refuses."""
    if text.content.isprintable() or not _UNPRINTABLE.search(text.content):
        return text
    for place in islice(_unprintable(text), _MAX_FOUND):
        problems.add(p.control_character(*place))
    return SourceText(text.file, _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.content))


def _unprintable(text: SourceText) -> Iterator[tuple[Span, str]]:
    for number, line in enumerate(text.lines, start=1):
        for found in _UNPRINTABLE.finditer(line):
            column = found.start() + 1
            yield Span(text.file, number, column, number, column + 1), found[0]


def _span_at(file: str, before: str) -> Span:
    lines = _BREAK.split(before)
    line, column = len(lines), len(lines[-1]) + 1
    return Span(file=file, line=line, column=column, end_line=line, end_column=column + 1)


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "no such file"
        case PermissionError():
            return "permission denied"
        case IsADirectoryError():
            return "it is a folder"
        case _:
            return (error.strerror or "it cannot be opened").lower()
