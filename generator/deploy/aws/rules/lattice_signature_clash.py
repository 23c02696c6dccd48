"""AWS305: a service that wants signatures where callers show bearer tokens or passwords."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.resources import AUTH_POLICY, SERVICE
from generator.deploy.aws.notes import KEY
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document, Resource
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS305", name="lattice-signature-clash")


def find(document: Document) -> Iterator[Diagnostic]:
    """Services whose notes leave no room for a signature, and that ask for one."""
    for service in document.of(SERVICE):
        room, kind = service.node.at("Metadata", KEY, "Signature"), service.at("AuthType")
        if room is None or room.text != "false":
            continue
        policies = document.of(AUTH_POLICY)
        own = [one for one in policies if _names(document, one, service)]
        if own or (kind is not None and kind.text != "NONE"):
            yield KIND.at(
                own[0].span if own else service.place("AuthType"),
                f"callers of '{service.name}' show credentials in the header Authorization, in "
                f"which VPC Lattice wants its signature",
                hint="write AuthType: NONE and no auth policy: the servers check who calls",
            )


def _names(document: Document, policy: Resource, service: Resource) -> bool:
    return document.named(policy.at("ResourceIdentifier")) is service


RULE = Rule(kind=KIND, find=find, about="an auth policy together with bearer tokens or passwords")
