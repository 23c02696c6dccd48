"""AWS309: a listener without TLS before a target group of gRPC."""

from functools import partial

from generator.deploy.aws.findings import without_tls
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS309", name="lattice-grpc-without-tls")
RULE = Rule(
    kind=KIND,
    find=partial(without_tls, KIND, LATTICE, {"GRPC", "HTTP2"}),
    about="gRPC or HTTP/2 behind a listener that does not speak HTTPS",
)
