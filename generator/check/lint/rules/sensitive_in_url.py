"""LINT504: a sensitive value in a path or a query."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT504", name="sensitive-in-url", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Sensitive inputs that a style puts into the URL, which ends up in every log on the way."""
    for route in subject.routes:
        for field in route.in_url:
            if field.sensitive:
                url = f"{route.methods[0]} {route.path}"
                yield KIND.at(
                    route.operations[0].span,
                    f"'{field.name}' is sensitive, and in the URL of {url}",
                    hint="URLs are logged: send it in a body (rest: POST …), or in a header",
                )


RULE = Rule(kind=KIND, find=find, about="a sensitive value stands in a URL")
