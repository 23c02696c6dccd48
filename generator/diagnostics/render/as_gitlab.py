"""Turns problems into GitLab's report of code quality, which marks the lines of a merge request."""

import hashlib
import json

from generator.diagnostics.diagnostic import Diagnostic, Problems, Severity
from generator.diagnostics.render.as_json import JsonValue

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
# A problem of no line is one of the settings: GitLab refuses what has no place.
_NOWHERE = "pyproject.toml"


def gitlab(problems: Problems) -> str:
    """A list of issues; a fingerprint stays the same while a problem moves to other lines."""
    seen: dict[str, int] = {}
    document: JsonValue = [_issue(found, seen) for found in problems]
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _issue(found: Diagnostic, seen: dict[str, int]) -> JsonValue:
    path = _NOWHERE if found.span is None else found.span.file
    key = f"{found.code}\0{path}\0{found.message}"
    seen[key] = seen.get(key, 0) + 1
    lines = [found.message, *(f"{label}: {text}" for label, text in found.facts)]
    return {
        "description": "\n".join(lines if found.hint is None else [*lines, f"hint: {found.hint}"]),
        "check_name": found.code,
        "fingerprint": hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest(),
        "severity": _SEVERITY[found.severity],
        "location": {
            "path": path,
            "lines": {"begin": 1 if found.span is None else found.span.line},
        },
    }
