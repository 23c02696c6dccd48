"""AWS303: two rules of one listener with one priority."""

from functools import partial

from generator.deploy.aws.findings import same_priority
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS303", name="lattice-duplicate-priority")
RULE = Rule(
    kind=KIND,
    find=partial(same_priority, KIND, LATTICE),
    about="two rules of one listener have one priority",
)
