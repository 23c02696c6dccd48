"""AWS205: a rule with more values or wildcards than a load balancer takes."""

from collections.abc import Iterator

from generator.deploy.aws.load_balancer.listener_rules import VALUES
from generator.deploy.aws.load_balancer.resources import LISTENER_RULE
from generator.deploy.aws.load_balancer.routing import conditions
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS205", name="alb-too-many-values")

_WILDCARDS = 6


def find(document: Document) -> Iterator[Diagnostic]:
    """Rules over one of the two quotas, all conditions counted."""
    for rule in document.of(LISTENER_RULE):
        values = [value for condition in conditions(rule) for value in condition.values]
        wildcards = sum(value.count("*") + value.count("?") for value in values)
        for count, most, what in (
            (len(values), VALUES, "values in its conditions"),
            (wildcards, _WILDCARDS, "wildcards"),
        ):
            if count > most:
                yield KIND.at(
                    rule.place("Conditions"),
                    f"'{rule.name}' has {count} {what}, and may have {most}",
                    hint="divide it into two rules with the same actions",
                )


RULE = Rule(kind=KIND, find=find, about="a rule with more than five values or six wildcards")
