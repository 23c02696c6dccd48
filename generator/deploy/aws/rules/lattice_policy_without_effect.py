"""AWS306: an auth policy and an auth type that do not belong together."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.resources import AUTH_POLICY, SERVICE, SERVICE_NETWORK
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS306", name="lattice-policy-without-effect", severity=Severity.WARNING)


def find(document: Document) -> Iterator[Diagnostic]:
    """Policies of what has no AWS_IAM, and AWS_IAM without a policy."""
    guarded = {}
    for policy in document.of(AUTH_POLICY):
        owner = document.named(policy.at("ResourceIdentifier"), SERVICE, SERVICE_NETWORK)
        if owner is not None:
            guarded[owner.name] = policy
    for owner in document.of(SERVICE, SERVICE_NETWORK):
        kind = owner.at("AuthType")
        text = "NONE" if kind is None else kind.text
        own = guarded.get(owner.name)
        if own is not None and text == "NONE":
            yield KIND.at(
                own.span,
                f"'{own.name}' is without effect: '{owner.name}' has AuthType: NONE",
                hint="write AuthType: AWS_IAM, or delete the policy",
            )
        elif own is None and text == "AWS_IAM":
            yield KIND.at(
                owner.place("AuthType"),
                f"'{owner.name}' has no auth policy, and denies every call",
                hint="write an AWS::VpcLattice::AuthPolicy for it, or AuthType: NONE",
            )


RULE = Rule(kind=KIND, find=find, about="an auth policy without `AWS_IAM`, or the reverse")
