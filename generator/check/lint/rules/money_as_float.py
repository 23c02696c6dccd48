"""LINT303: an amount of money in floating point."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.kinds import scalars
from generator.kinds.kind import Carrier

KIND = Kind(code="LINT303", name="money-as-float", severity=Severity.WARNING)
_FLOATS = frozenset(kind.name for kind in scalars() if kind.carrier is Carrier.FLOAT)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Floats that are called price, cost, balance and the like, or amount beside a currency."""
    for field in subject.fields:
        if subject.scalar(field) in _FLOATS and subject.is_money(field):
            yield KIND.at(
                field.span,
                f"'{field.name}' is money in floating point, which cannot hold 0.10",
                hint="write decimal: it is exact in every style",
            )


RULE = Rule(kind=KIND, find=find, about="an amount of money is a `float32` or `float64`")
