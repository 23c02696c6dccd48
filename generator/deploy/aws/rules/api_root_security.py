"""AWS101: security at the root of an API, which the importer does not read."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS101", name="api-root-security")


def find(document: Document) -> Iterator[Diagnostic]:
    """``security`` beside ``paths``, unless it asks for nothing."""
    for api in apis(document):
        security = api.root.at("security")
        if security is not None and security.elements:
            yield KIND.at(
                api.root.members["security"].name,
                "API Gateway does not read security at the root: no method asks for it",
                hint="say it at each operation that needs it",
            )


RULE = Rule(kind=KIND, find=find, about="security at the root of an API")
