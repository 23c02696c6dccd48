"""The resources of VPC Lattice in a template, and who forwards to whom."""

from collections.abc import Iterator

from generator.deploy.aws.node import Node
from generator.deploy.aws.template import Document, Resource

_LATTICE = "AWS::VpcLattice::"
SERVICE = f"{_LATTICE}Service"
SERVICE_NETWORK = f"{_LATTICE}ServiceNetwork"
SERVICE_ASSOCIATION = f"{_LATTICE}ServiceNetworkServiceAssociation"
VPC_ASSOCIATION = f"{_LATTICE}ServiceNetworkVpcAssociation"
AUTH_POLICY = f"{_LATTICE}AuthPolicy"
LISTENER = f"{_LATTICE}Listener"
LISTENER_RULE = f"{_LATTICE}Rule"
TARGET_GROUP = f"{_LATTICE}TargetGroup"


def action(resource: Resource) -> Node | None:
    """What a rule does, or a listener by default."""
    return resource.at("DefaultAction" if resource.type == LISTENER else "Action")


def forwards(document: Document, resource: Resource) -> Iterator[tuple[Node, Resource]]:
    """The target groups that a rule or listener forwards to, each with the place that says so."""
    node = action(resource)
    groups = None if node is None else node.at("Forward", "TargetGroups")
    for group in () if groups is None else groups.elements:
        identifier = group.at("TargetGroupIdentifier")
        found = document.named(identifier, TARGET_GROUP)
        if identifier is not None and found is not None:
            yield identifier, found
