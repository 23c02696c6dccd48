"""AWS204: two rules of one listener with one priority."""

from functools import partial

from generator.deploy.aws.findings import same_priority
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS204", name="alb-duplicate-priority")
RULE = Rule(
    kind=KIND,
    find=partial(same_priority, KIND, ALB),
    about="two rules of one listener have one priority",
)
