"""LINT206: an operation without an example."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT206", name="operation-without-example", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Operations that show no call."""
    for operation in subject.operations:
        if not operation.examples and not operation.streams:
            yield KIND.at(
                operation.span,
                f"'{operation.name}' has no example",
                hint="add one below 'examples': the README, the documents and the tests show it",
            )


RULE = Rule(kind=KIND, find=find, about="an operation has no example", optional=True)
