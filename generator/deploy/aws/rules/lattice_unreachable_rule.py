"""AWS304: a rule behind one that takes all of its requests."""

from functools import partial

from generator.deploy.aws.findings import unreachable
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS304", name="lattice-unreachable-rule", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND, find=partial(unreachable, KIND, LATTICE), about="a rule that no request gets to"
)
