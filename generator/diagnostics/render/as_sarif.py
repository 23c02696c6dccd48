"""Turns problems into SARIF 2.1.0, which code scanning services and editors read."""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from urllib.parse import quote

from generator.diagnostics.diagnostic import Diagnostic, Kind, Problems, Severity
from generator.diagnostics.fix import Fix
from generator.diagnostics.pages import explanation
from generator.diagnostics.render.as_json import JsonValue
from generator.diagnostics.span import Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# GitHub refuses a whole log for one result without a place; a command's faults go to its settings.
_NOWHERE = Span(file="pyproject.toml", line=1, column=1, end_line=1, end_column=1)
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(problems: Problems, kinds: Mapping[str, Kind]) -> str:
    """A log of one run; its rules are the kinds that were found."""
    rules = sorted({found.code for found in problems})
    document: JsonValue = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "diptych",
                        "version": version("diptych"),
                        "rules": [_rule(code, kinds) for code in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(found, rules) for found in problems],
            }
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _rule(code: str, kinds: Mapping[str, Kind]) -> JsonValue:
    kind = kinds.get(code)
    if kind is None:
        return {"id": code}
    text = explanation(kind)
    return {
        "id": code,
        "name": kind.name,
        "shortDescription": {"text": kind.name.replace("-", " ").capitalize() + "."},
        "fullDescription": {"text": text.split("\n\n")[0].strip() or kind.name},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVEL[kind.severity]},
    }


def _result(found: Diagnostic, rules: Sequence[str]) -> JsonValue:
    lines = [found.message, *(f"{label}: {text}" for label, text in found.facts)]
    message = "\n".join(lines if found.hint is None else [*lines, f"hint: {found.hint}"])
    result: dict[str, JsonValue] = {
        "ruleId": found.code,
        "ruleIndex": rules.index(found.code),
        "level": _LEVEL[found.severity],
        "message": _message(message),
        "locations": [_location(found.span or _NOWHERE)],
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": number, "message": _message(what), **_location(span)}
            for number, (span, what) in enumerate(found.related, start=1)
        ]
    if found.fix is not None:
        result["fixes"] = [_fix(found.fix)]
    return result


def _fix(fix: Fix) -> JsonValue:
    """A fix (§3.55): for each file, the regions to delete, and what to insert there."""
    files = dict.fromkeys(edit.span.file for edit in fix.edits)
    return {
        "description": _message(fix.title),
        "artifactChanges": [
            {
                "artifactLocation": {"uri": _uri(file)},
                "replacements": [
                    {
                        "deletedRegion": _region(edit.span),
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in fix.edits
                    if edit.span.file == file
                ],
            }
            for file in files
        ],
    }


def _message(text: str) -> JsonValue:
    """A message: braces would be the placeholders of arguments (§3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _uri(file: str) -> str:
    """A relative reference, or for an absolute path a URI with its scheme (§3.10)."""
    return f"file://{quote(file)}" if file.startswith("/") else quote(file)


def _location(span: Span) -> dict[str, JsonValue]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(span.file)},
            "region": _region(span),
        }
    }


def _region(span: Span) -> JsonValue:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
