"""AWS312: a target group whose protocol its servers, or the requests to it, do not speak."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.requests import transport
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS312", name="lattice-wrong-protocol-version")


def find(document: Document) -> Iterator[Diagnostic]:
    """Groups whose notes say another protocol than their properties."""
    for group in document.of(LATTICE.group):
        node = group.at("Config", "ProtocolVersion")
        version = "HTTP1" if node is None else node.text
        speaks = transport(group)
        if version is None or speaks is None:
            continue
        if (version == "GRPC") is not (speaks == "grpc"):
            wanted = "GRPC" if speaks == "grpc" else "HTTP1"
            yield KIND.at(
                group.place("Config", "ProtocolVersion"),
                f"'{group.name}' is for servers of {speaks}, and has the protocol version "
                f"{version}",
                hint=f"write ProtocolVersion: {wanted}",
            )


RULE = Rule(
    kind=KIND,
    find=find,
    about="a target group of gRPC with another protocol version, or the reverse",
)
