"""AWS301: a stream through a target group of HTTP/2."""

from collections.abc import Iterator

from generator.deploy.aws.lattice.resources import TARGET_GROUP
from generator.deploy.aws.requests import streams
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS301", name="lattice-stream-over-http2")


def find(document: Document) -> Iterator[Diagnostic]:
    """Groups of HTTP/2 whose notes have streams."""
    for group in document.of(TARGET_GROUP):
        version = group.at("Config", "ProtocolVersion")
        if version is None or version.text != "HTTP2":
            continue
        for path in streams(group):
            yield KIND.at(
                version.span,
                f"{path} is a stream, and VPC Lattice passes none on to targets of HTTP/2",
                hint="write ProtocolVersion: HTTP1, or GRPC for servers of gRPC",
            )


RULE = Rule(kind=KIND, find=find, about="a stream through a target group of HTTP/2")
