"""AWS308: a listener with more rules than its quota."""

from functools import partial

from generator.deploy.aws.findings import too_many
from generator.deploy.aws.lattice.part import RULES
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS308", name="lattice-too-many-rules", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND, find=partial(too_many, KIND, LATTICE, RULES), about="more rules than the quota of 10"
)
