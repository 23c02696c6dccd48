"""LINT415: an error whose HTTP status blames another side than its code."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.runtime.http.status_of import STATUS_OF

KIND = Kind(code="LINT415", name="status-and-code-disagree", severity=Severity.WARNING)
_SERVER = 500


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A status of the server (5xx) on a code of the caller, or the other way round."""
    for error in subject.errors:
        usual = STATUS_OF[error.code]
        if error.status is not None and error.status // 100 != usual // 100:
            side = "the caller" if usual < _SERVER else "the server"
            yield KIND.at(
                error.span,
                f"'{error.name}' is {error.status} in HTTP, and {error.code.value} blames {side}",
                hint=f"choose a status like {usual}, or another code",
            )


RULE = Rule(
    kind=KIND, find=find, about="the HTTP status of an error blames another side than its code"
)
