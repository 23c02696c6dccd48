"""AWS216: a stream through a target group of HTTP/2."""

from functools import partial

from generator.deploy.aws.findings import stream_over_http2
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS216", name="alb-stream-over-http2")
RULE = Rule(
    kind=KIND,
    find=partial(stream_over_http2, KIND, ALB, "a load balancer"),
    about="a stream through a target group of HTTP/2",
)
