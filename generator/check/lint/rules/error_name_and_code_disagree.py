"""LINT414: an error whose name says another code than it has."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Code
from generator.naming import Name

KIND = Kind(code="LINT414", name="error-name-and-code-disagree", severity=Severity.WARNING)
_CODES = {
    "not_found": (Code.NOT_FOUND,),
    "already_exists": (Code.ALREADY_EXISTS,),
    "permission_denied": (Code.PERMISSION_DENIED,),
    "forbidden": (Code.PERMISSION_DENIED,),
    "unauthenticated": (Code.UNAUTHENTICATED,),
    "too_many_requests": (Code.RESOURCE_EXHAUSTED,),
    "quota_exceeded": (Code.RESOURCE_EXHAUSTED,),
    "deadline_exceeded": (Code.DEADLINE_EXCEEDED,),
}


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``ProductNotFound`` that is not ``not_found``, and the like."""
    for error in subject.errors:
        name = Name.parse(error.name).snake
        for ending, codes in _CODES.items():
            if (name == ending or name.endswith(f"_{ending}")) and error.code not in codes:
                wanted = codes[0].value
                yield KIND.at(
                    error.span,
                    f"'{error.name}' has the code {error.code.value}",
                    hint=f"code: {wanted}, which every style maps to what the name says",
                )
                break


RULE = Rule(kind=KIND, find=find, about="an error called `…NotFound` has another code")
