"""AWS210: a listener with more rules than its quota."""

from collections.abc import Iterator

from generator.deploy.aws.load_balancer.part import RULES
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS210", name="alb-too-many-rules", severity=Severity.WARNING)


def find(document: Document) -> Iterator[Diagnostic]:
    """Listeners over the quota that accounts have unless they asked for more."""
    for listener in document.of(ALB.listener):
        count = len(ALB.rules_of(document, listener))
        if count > RULES:
            yield KIND.at(
                listener.span,
                f"'{listener.name}' has {count} rules, and the quota is {RULES}",
                hint="merge rules with one target group, or ask AWS for more",
            )


RULE = Rule(kind=KIND, find=find, about="more rules than the quota of 100")
