"""LINT113: a type that is named for a layer of a program: ``ProductDto``."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT113", name="technical-suffix", severity=Severity.NOTE)
_LAYERS = frozenset({"dto", "pojo"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Types that end in DTO or POJO."""
    for one in subject.types:
        words = Name.parse(one.name).words
        if len(words) > 1 and words[-1] in _LAYERS:
            better = Name.parse("_".join(words[:-1])).pascal
            yield KIND.at(
                one.span,
                f"'{one.name}' is named for a layer of a program",
                hint=f"name what it is: {better}",
            )


RULE = Rule(kind=KIND, find=find, about="a type ends in `Dto` or the like")
