"""AWS201: a listener without TLS before a target group of gRPC."""

from functools import partial

from generator.deploy.aws.findings import without_tls
from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS201", name="alb-grpc-without-tls")
RULE = Rule(
    kind=KIND,
    find=partial(without_tls, KIND, ALB, {"GRPC", "HTTP2"}),
    about="gRPC behind a listener that does not speak HTTPS",
)
