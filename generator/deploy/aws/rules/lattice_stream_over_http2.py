"""AWS301: a stream through a target group of HTTP/2."""

from functools import partial

from generator.deploy.aws.findings import stream_over_http2
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS301", name="lattice-stream-over-http2")
RULE = Rule(
    kind=KIND,
    find=partial(stream_over_http2, KIND, LATTICE, "VPC Lattice"),
    about="a stream through a target group of HTTP/2",
)
