"""AWS213: a target group that nothing leads to."""

from functools import partial

from generator.deploy.aws.findings import unused
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS213", name="alb-unused-target-group", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND, find=partial(unused, KIND, ALB), about="a target group that nothing leads to"
)
