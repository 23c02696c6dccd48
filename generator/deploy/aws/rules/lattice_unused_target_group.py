"""AWS317: a target group that nothing leads to."""

from functools import partial

from generator.deploy.aws.findings import unused
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS317", name="lattice-unused-target-group", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND, find=partial(unused, KIND, LATTICE), about="a target group that nothing leads to"
)
