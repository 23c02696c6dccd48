"""AWS307: an auth policy of more than 10 KB."""

import json
from collections.abc import Iterator

from generator.deploy.aws.lattice.resources import AUTH_POLICY
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS307", name="lattice-policy-too-big")

_MOST = 10_240  # bytes


def find(document: Document) -> Iterator[Diagnostic]:
    """Policies over the quota, as JSON without blanks; what functions add comes on top."""
    for policy in document.of(AUTH_POLICY):
        node = policy.at("Policy")
        text = None if node is None else node.text
        if node is None:
            continue
        size = len((text or json.dumps(node.plain, separators=(",", ":"))).encode())
        if size > _MOST:
            yield KIND.at(
                node.span,
                f"the policy has {size} bytes, and may have {_MOST}",
                hint="allow paths by their beginnings, with a wildcard at the end",
            )


RULE = Rule(kind=KIND, find=find, about="an auth policy of more than 10 KB")
