"""Turns problems into JSON for programs; docs/diagnostics/formats.md promises its shape."""

import json
from collections.abc import Mapping

from generator.diagnostics.diagnostic import Diagnostic, Kind, Problems, Severity
from generator.diagnostics.fix import Fix
from generator.diagnostics.span import Span

JsonValue = None | int | str | list["JsonValue"] | dict[str, "JsonValue"]


def json_text(problems: Problems, kinds: Mapping[str, Kind]) -> str:
    """``{"version": 1, "diagnostics": […], "summary": {…}}``"""
    counts = dict.fromkeys(Severity, 0)
    for found in problems:
        counts[found.severity] += 1
    document: JsonValue = {
        "version": 1,
        "diagnostics": [_diagnostic(found, kinds) for found in problems],
        "summary": {f"{severity.value}s": count for severity, count in counts.items()},
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _diagnostic(found: Diagnostic, kinds: Mapping[str, Kind]) -> dict[str, JsonValue]:
    kind = kinds.get(found.code)
    return {
        "code": found.code,
        "name": None if kind is None else kind.name,
        "severity": found.severity.value,
        "message": found.message,
        "hint": found.hint,
        "facts": [{"label": label, "text": text} for label, text in found.facts],
        "location": None if found.span is None else _location(found.span),
        "related": [{"message": what, "location": _location(at)} for at, what in found.related],
        "fix": None if found.fix is None else _fix(found.fix),
    }


def _fix(fix: Fix) -> dict[str, JsonValue]:
    edits: list[JsonValue] = [
        {"location": _location(edit.span), "text": edit.text} for edit in fix.edits
    ]
    return {"title": fix.title, "edits": edits}


def _location(span: Span) -> dict[str, JsonValue]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
