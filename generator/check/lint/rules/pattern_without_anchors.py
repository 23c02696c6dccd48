"""LINT309: a pattern that matches anywhere in a text."""

import re
from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Alias, Field

KIND = Kind(code="LINT309", name="pattern-without-anchors", severity=Severity.WARNING)
_CLASS = re.compile(r"\[|\\[dwsDWS]|\(")


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Patterns with neither ``^`` nor ``$`` that begin or end in a class of characters."""
    many: list[Alias | Field] = [one for one in subject.types if isinstance(one, Alias)]
    for one in (*many, *subject.fields):
        pattern = one.constraints.pattern
        if pattern is None or pattern.startswith("^") or pattern.endswith("$"):
            continue
        if _CLASS.match(pattern) and "^" not in pattern.replace("[^", ""):
            yield KIND.at(
                one.span,
                f"the pattern of '{one.name}' also fits a text around it",
                hint=f"say that it is the whole text: ^{pattern}$",
            )


RULE = Rule(kind=KIND, find=find, about="a pattern has neither `^` nor `$`")
