"""AWS204: two rules of one listener with one priority."""

from collections.abc import Iterator

from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS204", name="alb-duplicate-priority")


def find(document: Document) -> Iterator[Diagnostic]:
    """All but the first rule of each priority."""
    for rule, first in ALB.same_priority(document):
        place, other = rule.place("Priority"), first.place("Priority")
        yield KIND.at(
            place,
            f"'{rule.name}' has the priority of '{first.name}'",
            hint="give each rule of a listener a priority of its own",
            related=((other, f"the priority of '{first.name}'"),),
        )


RULE = Rule(kind=KIND, find=find, about="two rules of one listener have one priority")
