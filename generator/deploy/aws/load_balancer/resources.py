"""The resources of load balancers in a template, and who forwards to whom."""

from collections.abc import Iterator

from generator.deploy.aws.node import Node
from generator.deploy.aws.template import Document, Resource

_ELB = "AWS::ElasticLoadBalancingV2::"
LOAD_BALANCER = f"{_ELB}LoadBalancer"
LISTENER = f"{_ELB}Listener"
LISTENER_RULE = f"{_ELB}ListenerRule"
TARGET_GROUP = f"{_ELB}TargetGroup"


def actions(resource: Resource) -> tuple[Node, ...]:
    """What a rule does, or a listener by default."""
    found = resource.at("DefaultActions" if resource.type == LISTENER else "Actions")
    return () if found is None else found.elements


def forwards(document: Document, resource: Resource) -> Iterator[tuple[Node, Resource]]:
    """The target groups that a rule or listener forwards to, each with the place that says so."""
    for action in actions(resource):
        several = action.at("ForwardConfig", "TargetGroups")
        arns = [group.at("TargetGroupArn") for group in several.elements] if several else []
        for arn in (action.at("TargetGroupArn"), *arns):
            group = document.named(arn, TARGET_GROUP)
            if arn is not None and group is not None:
                yield arn, group
