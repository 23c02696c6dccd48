"""AWS316: a listener without TLS that forwards."""

from functools import partial

from generator.deploy.aws.findings import plain
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS316", name="lattice-plain-http", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND, find=partial(plain, KIND, LATTICE), about="a listener without TLS that forwards"
)
