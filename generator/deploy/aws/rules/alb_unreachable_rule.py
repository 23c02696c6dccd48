"""AWS206: a rule behind one that takes all of its requests."""

from functools import partial

from generator.deploy.aws.findings import unreachable
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS206", name="alb-unreachable-rule", severity=Severity.WARNING)
RULE = Rule(kind=KIND, find=partial(unreachable, KIND, ALB), about="a rule that no request gets to")
