"""AWS103: a method that passes its requests on to nobody."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import INTEGRATION, apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS103", name="api-method-without-integration")


def find(document: Document) -> Iterator[Diagnostic]:
    """Methods without the extension, or whose integration does not say what it is."""
    for api in apis(document):
        for operation in api.operations:
            if operation.integration is None:
                message = f"{operation.title} has no {INTEGRATION}"
            elif operation.integration.is_known and operation.at("type") is None:
                message = f"the integration of {operation.title} does not say its type"
            else:
                continue
            yield KIND.at(
                operation.span,
                message,
                hint="an API cannot be deployed as long as a method goes nowhere: "
                "type, httpMethod and uri say where",
            )


RULE = Rule(kind=KIND, find=find, about="a method without an integration")
