"""AWS303: two rules of one listener with one priority."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS303", name="lattice-duplicate-priority")


def find(document: Document) -> Iterator[Diagnostic]:
    """All but the first rule of each priority."""
    for rule, first in LATTICE.same_priority(document):
        place, other = rule.place("Priority"), first.place("Priority")
        yield KIND.at(
            place,
            f"'{rule.name}' has the priority of '{first.name}'",
            hint="give each rule of a listener a priority of its own",
            related=((other, f"the priority of '{first.name}'"),),
        )


RULE = Rule(kind=KIND, find=find, about="two rules of one listener have one priority")
