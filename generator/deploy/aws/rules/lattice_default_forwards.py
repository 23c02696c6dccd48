"""AWS311: a listener that forwards what no rule is for."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS311", name="lattice-default-forwards", severity=Severity.WARNING)


def find(document: Document) -> Iterator[Diagnostic]:
    """Default actions of listeners with rules that forward."""
    for listener in document.of(LATTICE.listener):
        if LATTICE.rules_of(document, listener):
            for place, group in LATTICE.forwards(document, listener):
                yield KIND.at(
                    place.span,
                    f"'{listener.name}' sends what no rule is for to '{group.name}'",
                    hint="write FixedResponse: {StatusCode: 404} as its default action",
                )


RULE = Rule(kind=KIND, find=find, about="a default action that forwards, beside rules")
