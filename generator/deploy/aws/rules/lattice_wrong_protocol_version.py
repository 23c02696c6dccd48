"""AWS312: a target group whose protocol its servers, or the requests to it, do not speak."""

from functools import partial

from generator.deploy.aws.findings import wrong_version
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS312", name="lattice-wrong-protocol-version")
RULE = Rule(
    kind=KIND,
    find=partial(wrong_version, KIND, LATTICE),
    about="a target group of gRPC with another protocol version, or the reverse",
)
