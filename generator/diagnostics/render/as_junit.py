"""Turns problems into JUnit's XML, which GitLab, Jenkins and others show as tests."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from generator.diagnostics.diagnostic import Diagnostic, Kind, Problems, Severity
from generator.diagnostics.render.visible import visible


def junit(problems: Problems, kinds: Mapping[str, Kind]) -> str:
    """A suite with a failed case for each error and warning; a note is a case that passed.

    Without problems there is one case that passed: readers take an empty suite for a failure.
    """
    cases = [_case(found, kinds) for found in problems]
    failed = sum(found.severity is not Severity.NOTE for found in problems)
    if not cases:
        cases = ['    <testcase classname="contracts" name="nothing was found"/>']
    counts = f'tests="{len(cases)}" failures="{failed}" errors="0"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites {counts}>",
            f'  <testsuite name="gen" {counts}>',
            *cases,
            "  </testsuite>",
            "</testsuites>",
            "",
        ]
    )


def _case(found: Diagnostic, kinds: Mapping[str, Kind]) -> str:
    kind = kinds.get(found.code)
    name = found.code if kind is None else f"{found.code} {kind.name}"
    place = "" if found.span is None else f"{found.span.file}:{found.span.line}"
    where, said = visible(place) or "contracts", f"{name}: {_one(found.message)}"
    attributes = f"classname={quoteattr(where)} name={quoteattr(said)}"
    if found.span is not None:
        attributes += f' file={quoteattr(visible(found.span.file))} line="{found.span.line}"'
    if found.severity is Severity.NOTE:
        return f"    <testcase {attributes}/>"
    lines = [found.message, *(f"{label}: {text}" for label, text in found.facts)]
    lines += [f"hint: {found.hint}"] if found.hint is not None else []
    body = escape("\n".join(_one(line) for line in [str(found.span or ""), *lines] if line))
    return (
        f"    <testcase {attributes}>\n"
        f"      <failure type={quoteattr(found.severity.value)}"
        f" message={quoteattr(_one(found.message))}>{body}</failure>\n"
        "    </testcase>"
    )


def _one(text: str) -> str:
    return " ".join(visible(line) for line in text.split("\n"))
