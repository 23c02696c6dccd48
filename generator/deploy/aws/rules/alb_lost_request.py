"""AWS214: a request of the contract that does not arrive at its servers."""

from functools import partial

from generator.deploy.aws.findings import lost
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS214", name="alb-lost-request")
RULE = Rule(
    kind=KIND,
    find=partial(lost, KIND, ALB),
    about="a request of the contract that does not arrive at its servers",
)
