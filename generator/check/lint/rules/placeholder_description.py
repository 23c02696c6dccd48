"""LINT209: a description that somebody meant to write later."""

import re
from collections.abc import Iterator

from generator.check.lint.described import described
from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT209", name="placeholder-description", severity=Severity.WARNING)
_LATER = re.compile(r"todo\b|tbd\b|fixme\b|xxx\b|lorem ipsum", re.IGNORECASE)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Descriptions that begin with a word for what is still to be written."""
    for text, span in described(subject):
        found = _LATER.match(text.strip())
        if found:
            yield KIND.at(
                span, f"the description begins with '{found[0]}'", hint="write it, or remove it"
            )


RULE = Rule(kind=KIND, find=find, about="a description is still to be written")
