"""AWS111: a word in a model that API Gateway does not know."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS111", name="api-model-keyword", severity=Severity.WARNING)


# Words of OpenAPI 3.0 that are none of draft 4, or that AWS says it does not support.
_WORDS = (
    "default",
    "discriminator",
    "example",
    "externalDocs",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
)


def find(document: Document) -> Iterator[Diagnostic]:
    """Such words in the schemas of REST APIs."""
    for api in apis(document):
        for schema in () if api.is_http else api.schemas:
            for word in _WORDS:
                if word in schema.members and schema.at("type") is not None:
                    yield KIND.at(
                        schema.members[word].name,
                        f"models of API Gateway do not know {word}",
                        hint="leave it out of what is imported",
                    )


RULE = Rule(kind=KIND, find=find, about="a word in a schema that models do not know")
