"""AWS215: a rule that lets all paths through."""

from collections.abc import Iterator

from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS215", name="alb-open-rule", severity=Severity.WARNING)


def find(document: Document) -> Iterator[Diagnostic]:
    """Such rules, where no request in the notes begins with what callers fill in."""
    for rule in ALB.opened(document):
        yield KIND.at(
            rule.span,
            f"'{rule.name}' lets all paths through, also those that servers have for themselves",
            hint="write the first segments of the contract's paths",
        )


RULE = Rule(kind=KIND, find=find, about="a rule that lets all paths through")
