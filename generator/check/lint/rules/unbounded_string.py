"""LINT302: a text in an input that has no upper limit."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import FieldRole

KIND = Kind(code="LINT302", name="unbounded-string", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Free texts that callers fill, with neither ``max_length`` nor ``pattern``."""
    for field in subject.inputs:
        limits = subject.limits(field)
        bounded = any(one.max_length is not None or one.pattern is not None for one in limits)
        is_key = field.role is FieldRole.KEY
        if subject.scalar(field) in ("string", "bytes") and not bounded and not is_key:
            yield KIND.at(
                field.span,
                f"'{field.name}' is of any length in an input",
                hint="say how long it may be: max_length: 200",
            )


RULE = Rule(
    kind=KIND,
    find=find,
    about="a text in an input has neither `max_length` nor `pattern`",
    optional=True,
)
