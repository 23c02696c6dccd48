"""LINT112: a flag that is true when something is not."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT112", name="negated-flag", severity=Severity.NOTE)
_NEGATED = (("is", "not"), ("has", "no"), ("does", "not"), ("do", "not"))


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Truth values called ``not_…``, ``is_not_…``, ``has_no_…``."""
    for field in subject.fields:
        words = field.name.words
        negated = words[0] == "not" or words[:2] in _NEGATED
        if subject.scalar(field) == "bool" and len(words) > 1 and negated:
            yield KIND.at(
                field.span,
                f"'{field.name}' is true when something is not",
                hint="name what is so, and turn the value round",
            )


RULE = Rule(kind=KIND, find=find, about="a flag is called `is_not_…` or `has_no_…`")
