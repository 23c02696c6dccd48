"""AWS313: a rule that lets all paths through."""

from functools import partial

from generator.deploy.aws.findings import opened
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS313", name="lattice-open-rule", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND, find=partial(opened, KIND, LATTICE), about="a rule that lets all paths through"
)
