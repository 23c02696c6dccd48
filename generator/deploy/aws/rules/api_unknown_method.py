"""AWS115: a method that API Gateway does not know."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import ANY_METHOD, apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS115", name="api-unknown-method")


def find(document: Document) -> Iterator[Diagnostic]:
    """What stands in a path like a method."""
    for api in apis(document):
        for resource in api.paths:
            for name, span in resource.unknown:
                yield KIND.at(
                    span,
                    f"API Gateway knows no method {name.upper()}, and leaves it out of "
                    f"{resource.path.text}",
                    hint="it knows DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, and "
                    f"{ANY_METHOD} for all of them",
                )


RULE = Rule(kind=KIND, find=find, about="a method that API Gateway does not know")
