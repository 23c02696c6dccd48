"""Turns problems into text for people: code, place, the line with a caret, a way out."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics.diagnostic import Diagnostic, Problems, Severity
from generator.diagnostics.render.excerpt import excerpt, split_lines
from generator.diagnostics.render.visible import visible
from generator.diagnostics.span import Span

_COLOR = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_BOLD, _FRAME, _HINT = "1", "1;34", "1;32"


def text(problems: Problems, *, color: bool = False) -> str:
    """All problems, one after the other, and how many there are."""
    page = _Page(color=color, texts=problems.texts, lines={}, told=set())
    blocks: list[str] = []
    before: Diagnostic | None = None
    for found in problems:
        lines = page.note(found) if found.severity is Severity.NOTE else page.diagnostic(found)
        block = "\n".join(lines) + "\n"
        if before is not None and before.severity is found.severity is Severity.NOTE:
            blocks[-1] += block
        else:
            blocks.append(block)
        before = found
    return "\n".join([*blocks, summary(problems) + "\n"]) if blocks else ""


def summary(problems: Problems) -> str:
    """``Found 3 errors, 1 warning.``"""
    counts = dict.fromkeys(Severity, 0)
    for found in problems:
        counts[found.severity] += 1
    parts = [
        f"{count} {severity.value}{'' if count == 1 else 's'}"
        for severity, count in counts.items()
        if count
    ]
    return f"Found {', '.join(parts)}." if parts else "Found no problems."


@dataclass(frozen=True, slots=True)
class _Page:
    """How to print: with or without colour, and the lines of the files."""

    color: bool
    texts: dict[str, str]
    lines: dict[str, list[str]]
    told: set[str]  # the hints of notes, each of which is given once

    def note(self, found: Diagnostic) -> Iterator[str]:
        """What needs no line of the contract to be understood: several styles may say it."""
        yield self._head(found)
        for span, what in ((found.span, ""), *found.related):
            if span is not None:
                about = f": {visible(what)}" if what else ""
                yield f"  {self._paint('-->', _FRAME)} {visible(str(span))}{about}"
        yield from self._facts(found, 1)
        if found.hint is not None and found.hint not in self.told:
            self.told.add(found.hint)
            label = self._paint("hint", _HINT)
            hint = _message(found.hint, " " * 10)
            yield f"  {self._paint('=', _FRAME)} {label}: {hint}"

    def _facts(self, found: Diagnostic, gutter: int) -> Iterator[str]:
        sign = self._paint("=", _FRAME)
        for label, text in found.facts:
            shown = _message(text, " " * (gutter + 5 + len(label)))
            yield f"{' ' * gutter} {sign} {self._paint(visible(label), _BOLD)}: {shown}"

    def _head(self, found: Diagnostic) -> str:
        head = f"{found.severity.value}[{found.code}]"
        message = _message(found.message, "  ")
        return self._paint(head, _COLOR[found.severity]) + self._paint(f": {message}", _BOLD)

    def diagnostic(self, found: Diagnostic) -> Iterator[str]:
        color = _COLOR[found.severity]
        yield self._head(found)
        spans = [span for span in (found.span, *(at for at, _ in found.related)) if span]
        gutter = max((len(str(span.end_line)) for span in spans), default=1) + 1
        if found.span is not None:
            place = visible(str(found.span))
            yield f"{' ' * gutter}{self._paint('-->', _FRAME)} {place}"
            yield from self._excerpt(found.span, gutter, "^", color)
        for span, what in found.related:
            place = f"{visible(str(span))}: {visible(what)}"
            yield f"{' ' * gutter}{self._paint(':::', _FRAME)} {place}"
            yield from self._excerpt(span, gutter, "-", _FRAME)
        yield from self._facts(found, gutter)
        if found.hint is not None:
            label = self._paint("hint", _HINT)
            hint = _message(found.hint, " " * (gutter + 9))
            yield f"{' ' * gutter} {self._paint('=', _FRAME)} {label}: {hint}"

    def _excerpt(self, span: Span, gutter: int, mark: str, color: str) -> Iterator[str]:
        bar = self._paint("|", _FRAME)
        shown = list(excerpt(self._lines(span.file), span))
        if shown:
            yield f"{' ' * gutter} {bar}"
        for line in shown:
            if line is None:
                yield self._paint("...", _FRAME)
                continue
            number = self._paint(f"{line.number:>{gutter}}", _FRAME)
            yield f"{number} {bar} {line.text}".rstrip()
            underline = self._paint(mark * line.length, color)
            yield f"{' ' * gutter} {bar} {' ' * line.indent}{underline}"

    def _lines(self, file: str) -> list[str]:
        if file not in self.lines:
            text = self.texts.get(file)
            self.lines[file] = [] if text is None else split_lines(text)
        return self.lines[file]

    def _paint(self, shown: str, style: str) -> str:
        return f"\x1b[{style}m{shown}\x1b[0m" if self.color else shown


def _message(text: str, indent: str) -> str:
    """Visible, with further lines indented, so that no text can pass for a diagnostic."""
    return f"\n{indent}".join(visible(line) for line in text.split("\n"))
