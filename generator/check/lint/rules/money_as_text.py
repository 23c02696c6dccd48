"""LINT304: an amount of money that is a plain text."""

from collections.abc import Iterator

from generator.check.lint.plain import is_free_text
from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT304", name="money-as-text", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Texts without a pattern called price, cost and so on, or amount beside a currency."""
    for field in subject.fields:
        if is_free_text(subject, field) and subject.is_money(field):
            yield KIND.at(
                field.span,
                f"'{field.name}' is money, and any text fits",
                hint="write decimal: it travels as the same text, and nothing else fits",
            )


RULE = Rule(kind=KIND, find=find, about="an amount of money is a `string`")
