"""Turns problems into SARIF 2.1.0, which code scanning services and editors read."""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from generator.diagnostics.diagnostic import Diagnostic, Kind, Problems, Severity
from generator.diagnostics.render.as_json import Value
from generator.diagnostics.span import Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(problems: Problems, kinds: Mapping[str, Kind]) -> str:
    """A log of one run; its rules are the kinds that were found."""
    rules = sorted({found.code for found in problems})
    document: Value = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "diptych", "rules": [_rule(code, kinds) for code in rules]}
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(found, rules) for found in problems],
            }
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _rule(code: str, kinds: Mapping[str, Kind]) -> Value:
    kind = kinds.get(code)
    if kind is None:
        return {"id": code}
    return {
        "id": code,
        "name": kind.name,
        "shortDescription": {"text": kind.name.replace("-", " ").capitalize() + "."},
        "fullDescription": {"text": kind.explanation.split("\n\n")[0].strip() or kind.name},
        "help": {"text": kind.explanation, "markdown": kind.explanation},
        "defaultConfiguration": {"level": _LEVEL[kind.severity]},
    }


def _result(found: Diagnostic, rules: Sequence[str]) -> Value:
    message = found.message if found.hint is None else f"{found.message}\nhint: {found.hint}"
    result: dict[str, Value] = {
        "ruleId": found.code,
        "ruleIndex": rules.index(found.code),
        "level": _LEVEL[found.severity],
        "message": {"text": message},
    }
    if found.span is not None:
        result["locations"] = [_location(found.span)]
    if found.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": what}, **_location(span)}
            for number, (span, what) in enumerate(found.related, start=1)
        ]
    return result


def _location(span: Span) -> dict[str, Value]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(span.file)},
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }
    }
