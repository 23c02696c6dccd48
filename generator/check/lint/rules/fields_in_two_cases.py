"""LINT103: fields of which some are in snake_case and some in camelCase."""

import re
from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT103", name="fields-in-two-cases", severity=Severity.WARNING)
_CAMEL = re.compile(r"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+")


def find(subject: Subject) -> Iterator[Diagnostic]:
    """The fields in the rarer of the two spellings; in the contract's own file only."""
    fields = [field for field in subject.fields if subject.owns(field.span)]
    snake = [field for field in fields if "_" in field.name.text]
    camel = [field for field in fields if _CAMEL.fullmatch(field.name.text)]
    if not snake or not camel:
        return
    rarer, usual = (camel, snake) if len(camel) <= len(snake) else (snake, camel)
    for field in rarer:
        name = field.name.snake if usual is snake else field.name.camel
        yield KIND.at(
            field.span,
            f"'{field.name}' is spelled otherwise than most fields here",
            hint=f"write {name}: callers see one spelling anyway",
        )


RULE = Rule(kind=KIND, find=find, about="some fields are in snake_case and others in camelCase")
