"""AWS211: a listener without TLS that forwards."""

from functools import partial

from generator.deploy.aws.findings import plain
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS211", name="alb-plain-http", severity=Severity.WARNING)
RULE = Rule(kind=KIND, find=partial(plain, KIND, ALB), about="a listener without TLS that forwards")
