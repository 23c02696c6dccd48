"""cfn-lint as a function: its rules are loaded once, which takes longer than a template does."""

from functools import cache

from cfnlint.config import ConfigMixIn, ManualArgs
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner

_REGION = "eu-central-1"  # has all that is written; others have no VPC Lattice


@cache
def _runner() -> Runner:
    return Runner(ConfigMixIn(**ManualArgs(regions=[_REGION])))


def linted(template: bytes) -> list[str]:
    """What cfn-lint finds in a template: errors and warnings."""
    value, errors = decode_str(template.decode())
    return [str(one) for one in errors or _runner().validate_template(value)]
