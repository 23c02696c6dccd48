"""AWS302: a request of the contract that does not arrive at its servers."""

from functools import partial

from generator.deploy.aws.findings import lost
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.rule import Rule
from generator.diagnostics import Kind

KIND = Kind(code="AWS302", name="lattice-lost-request")
RULE = Rule(
    kind=KIND,
    find=partial(lost, KIND, LATTICE),
    about="a request of the contract that does not arrive at its servers",
)
