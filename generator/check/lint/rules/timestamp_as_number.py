"""LINT306: an instant that is a number."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.kinds import scalars
from generator.kinds.kind import Carrier

KIND = Kind(code="LINT306", name="timestamp-as-number", severity=Severity.WARNING)
_NUMBERS = frozenset(
    kind.name for kind in scalars() if kind.carrier in (Carrier.INTEGER, Carrier.FLOAT)
)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Numbers that are called ``created_at``, ``timestamp`` and the like."""
    for field in subject.fields:
        words = field.name.words
        named = words[-1] == "timestamp" or (len(words) > 1 and words[-1] == "at")
        if named and subject.scalar(field) in _NUMBERS:
            yield KIND.at(
                field.span,
                f"'{field.name}' is an instant, and a number does not say of what",
                hint="write timestamp: RFC 3339 in JSON, google.protobuf.Timestamp over gRPC",
            )


RULE = Rule(kind=KIND, find=find, about="an instant is a number")
