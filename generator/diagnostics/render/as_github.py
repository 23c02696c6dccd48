"""Turns problems into GitHub's workflow commands, which annotate the lines of a pull request."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator.diagnostics.diagnostic import Diagnostic, Problems, Severity
from generator.diagnostics.render.visible import visible

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_MAX_RELATED = 50  # an annotation shows some 64 kB
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


_SHOWN = 10  # annotations of one level that GitHub shows of a step; the rest is in its log alone


def github(problems: Problems) -> str:
    """One ``::error file=…,line=…::message`` a line, no more of a level than GitHub shows.

    More are gathered: those of one code and file into one, and what is then left over into the
    last one.
    """
    found = [*problems]
    shown = [
        one
        for severity in Severity
        for one in _gathered([each for each in found if each.severity is severity])
    ]
    return "".join(f"{_command(one)}\n" for one in sorted(shown, key=_place_in(found)))


def _place_in(found: Sequence[Diagnostic]) -> Callable[[Diagnostic], int]:
    """Where a diagnostic stands in a list; one that was gathered keeps the place of its first."""
    places = {(one.code, one.span): number for number, one in reversed([*enumerate(found)])}
    return lambda one: places.get((one.code, one.span), len(found))


def _gathered(found: list[Diagnostic]) -> list[Diagnostic]:
    if len(found) <= _SHOWN:
        return found
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for one in found:
        groups.setdefault((one.code, one.span.file if one.span else ""), []).append(one)
    merged = [_merged(group) for group in groups.values()]
    if len(merged) <= _SHOWN:
        return merged
    kept, rest = merged[: _SHOWN - 1], merged[_SHOWN - 1 :]
    first = _merged(rest)
    return [*kept, replace(first, message=f"{len(rest)} more problems: {first.message}")]


def _merged(group: list[Diagnostic]) -> Diagnostic:
    """The first of some diagnostics, with the others below it."""
    first, *others = group
    if not others:
        return first
    more = tuple((one.span, one.message) for one in others if one.span is not None)
    return replace(first, related=(*first.related, *more))


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
