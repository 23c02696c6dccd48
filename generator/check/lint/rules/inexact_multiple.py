"""LINT310: a float that has to be a multiple of what no float is."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.kinds import scalars
from generator.kinds.kind import Carrier

KIND = Kind(code="LINT310", name="inexact-multiple", severity=Severity.WARNING)
_FLOATS = frozenset(kind.name for kind in scalars() if kind.carrier is Carrier.FLOAT)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``multiple_of: 0.01`` on a float: 0.01 is no binary fraction, and neither are most prices."""
    for field in subject.fields:
        for limits in subject.limits(field):
            step = limits.multiple_of
            if step is None or subject.scalar(field) not in _FLOATS:
                continue
            if Decimal(float(step)) != step:
                yield KIND.at(
                    field.span,
                    f"'{field.name}' is a float, and none is a multiple of {step} exactly",
                    hint="write decimal",
                )


RULE = Rule(kind=KIND, find=find, about="a float has a `multiple_of` that no float is")
