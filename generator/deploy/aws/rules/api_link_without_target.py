"""AWS114: a private integration that does not say through which link, or where to."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import Operation, apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS114", name="api-link-without-target")


def find(document: Document) -> Iterator[Diagnostic]:
    """``VPC_LINK`` without the link; in an HTTP API with a URL, which its links do not take."""
    for api in apis(document):
        for operation in api.operations:
            if operation.text("connectionType") == "VPC_LINK":
                yield from _in(operation, is_http=api.is_http)
            elif operation.at("connectionId") is not None:
                node = operation.at("connectionId")
                assert node is not None
                yield KIND.at(
                    node.span,
                    f"{operation.title} names a VPC link, and does not go through it",
                    hint="connectionType: VPC_LINK",
                )


def _in(operation: Operation, *, is_http: bool) -> Iterator[Diagnostic]:
    if operation.at("connectionId") is None:
        yield KIND.at(
            operation.span,
            f"{operation.title} goes through a VPC link, and names none",
            hint="connectionId is the id of the link",
        )
    uri = operation.at("uri")
    if is_http and uri is not None and (uri.text or "").startswith("http"):
        yield KIND.at(
            uri.span,
            f"{operation.title} goes through a VPC link to a URL",
            hint="a private integration of an HTTP API takes the ARN of a listener",
        )


RULE = Rule(kind=KIND, find=find, about="a private integration without a link or a target")
