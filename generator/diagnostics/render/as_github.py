"""Turns problems into GitHub's workflow commands, which annotate the lines of a pull request."""

from collections.abc import Iterator

from generator.diagnostics.diagnostic import Diagnostic, Problems, Severity
from generator.diagnostics.render.visible import visible

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_MAX_RELATED = 50  # an annotation shows some 64 kB
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def github(problems: Problems) -> str:
    """One ``::error file=…,line=…::message`` a line."""
    return "".join(f"{_command(found)}\n" for found in problems)


def _command(found: Diagnostic) -> str:
    properties = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in _places(found))
    lines = [found.message]
    lines += [f"{span.file}:{span.line}: {what}" for span, what in found.related[:_MAX_RELATED]]
    if len(found.related) > _MAX_RELATED:
        lines.append(f"… and {len(found.related) - _MAX_RELATED} more")
    lines += [f"{label}: {text}" for label, text in found.facts]
    text = "\n".join(lines if found.hint is None else [*lines, f"hint: {found.hint}"])
    shown = "\n".join(visible(line) for line in text.split("\n"))
    return f"::{_COMMAND[found.severity]} {properties}::{shown.translate(_DATA)}"


def _places(found: Diagnostic) -> Iterator[tuple[str, str]]:
    span = found.span
    if span is not None:
        yield "file", visible(span.file)
        yield "line", str(span.line)
        yield "endLine", str(span.end_line)
        if span.line == span.end_line:  # GitHub refuses columns on an annotation of several lines
            yield "col", str(span.column)
            yield "endColumn", str(max(span.end_column, span.column + 1))
    yield "title", found.code
