"""AWS315: a service or a network that nobody can reach."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.resources import (
    SERVICE,
    SERVICE_ASSOCIATION,
    SERVICE_NETWORK,
    VPC_ASSOCIATION,
)
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS315", name="lattice-unreached-service", severity=Severity.WARNING)


def find(document: Document) -> Iterator[Diagnostic]:
    """Services in no network, and networks with services that no VPC is associated with."""
    joined, seen = set(), set()
    for one in document.of(SERVICE_ASSOCIATION):
        service = document.named(one.at("ServiceIdentifier"), SERVICE)
        network = document.named(one.at("ServiceNetworkIdentifier"), SERVICE_NETWORK)
        joined |= {found.name for found in (service, network) if found is not None}
    for one in document.of(VPC_ASSOCIATION):
        network = document.named(one.at("ServiceNetworkIdentifier"), SERVICE_NETWORK)
        seen |= {network.name} if network is not None else set()
    for service in document.of(SERVICE):
        if service.name not in joined:
            yield KIND.at(
                service.span,
                f"'{service.name}' is in no service network of this template",
                hint="associate it: AWS::VpcLattice::ServiceNetworkServiceAssociation",
            )
    for network in document.of(SERVICE_NETWORK):
        if network.name in joined - seen:
            yield KIND.at(
                network.span,
                f"no VPC of this template is associated with '{network.name}'",
                hint="associate one: AWS::VpcLattice::ServiceNetworkVpcAssociation",
            )


RULE = Rule(kind=KIND, find=find, about="a service in no network, or a network in no VPC")
