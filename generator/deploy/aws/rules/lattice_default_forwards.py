"""AWS311: a listener that forwards what no rule is for."""

from functools import partial

from generator.deploy.aws.findings import default_forwards
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind, Severity

KIND = Kind(code="AWS311", name="lattice-default-forwards", severity=Severity.WARNING)
RULE = Rule(
    kind=KIND,
    find=partial(default_forwards, KIND, LATTICE, "FixedResponse: {StatusCode: 404}"),
    about="a default action that forwards, beside rules",
)
