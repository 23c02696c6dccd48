"""AWS112: an operation without responses."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS112", name="api-no-responses")


def find(document: Document) -> Iterator[Diagnostic]:
    """OpenAPI wants one at least."""
    for api in apis(document):
        for operation in api.operations:
            responses = operation.node.at("responses")
            if responses is None or not responses.members:
                yield KIND.at(
                    operation.span,
                    f"{operation.title} has no responses, and no document of OpenAPI is without",
                    hint="responses: {default: {description: What the server answers.}}",
                )


RULE = Rule(kind=KIND, find=find, about="an operation without responses")
