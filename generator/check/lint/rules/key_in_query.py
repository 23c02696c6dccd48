"""LINT507: an API key in the query."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT507", name="key-in-query", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Schemes with ``query``: URLs are logged, and stay in histories."""
    for scheme in subject.api.auth.values():
        if scheme.query is not None:
            yield KIND.at(
                scheme.span,
                f"the key of '{scheme.name}' stands in the URL, which is logged everywhere",
                hint=f"{scheme.name}: {{scheme: api_key, header: X-API-Key}}",
            )


RULE = Rule(kind=KIND, find=find, about="an API key travels in the query")
