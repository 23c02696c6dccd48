"""AWS210: a listener with more rules than its quota."""

from functools import partial

from generator.deploy.aws.findings import too_many
from generator.deploy.aws.load_balancer.part import RULES
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS210", name="alb-too-many-rules", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND, find=partial(too_many, KIND, ALB, RULES), about="more rules than the quota of 100"
)
