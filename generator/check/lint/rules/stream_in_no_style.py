"""LINT418: a stream that none of the chosen styles carries item by item."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.styles.style import Reach

KIND = Kind(code="LINT418", name="stream-in-no-style", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Streams that every chosen style collects, or does not offer at all."""
    for operation in subject.operations if subject.bindings else ():
        if not operation.streams:
            continue
        facts = (style.facts(subject.api, bound, operation) for style, bound in subject.bindings)
        traits = [one.streamable for one in facts]
        if all(trait is None or trait.reach is Reach.NOBODY for trait in traits):
            yield KIND.at(
                operation.span,
                f"no chosen style sends the items of '{operation.name}' one by one",
                hint="choose a style that streams, or write list<T>",
            )


RULE = Rule(kind=KIND, find=find, about="no chosen style carries a stream item by item")
