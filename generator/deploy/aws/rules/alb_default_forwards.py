"""AWS209: a listener that forwards what no rule is for."""

from functools import partial

from generator.deploy.aws.findings import default_forwards
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS209", name="alb-default-forwards", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND,
    find=partial(default_forwards, KIND, ALB, "a fixed-response of 404"),
    about="a default action that forwards, beside rules",
)
