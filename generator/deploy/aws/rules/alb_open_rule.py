"""AWS215: a rule that lets all paths through."""

from functools import partial

from generator.deploy.aws.findings import opened
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS215", name="alb-open-rule", severity=Severity.WARNING)
RULE = Rule(kind=KIND, find=partial(opened, KIND, ALB), about="a rule that lets all paths through")
