"""AWS102: words of OpenAPI 3.1, which the importer does not know."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.node import Node
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Span

KIND = Kind(code="AWS102", name="api-keyword-of-3-1")


# Words of JSON Schema 2020-12 that neither OpenAPI 3.0 nor draft 4 has, of which models are.
_WORDS = (
    "const",
    "examples",
    "prefixItems",
    "unevaluatedProperties",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "$defs",
    "if",
)
_BOUNDS = ("exclusiveMinimum", "exclusiveMaximum")


def find(document: Document) -> Iterator[Diagnostic]:
    """The version, parts of the document, and what stands in schemas."""
    for api in apis(document):
        version = api.root.at("openapi")
        text = None if version is None else version.text
        if version is not None and text is not None and not text.startswith("3.0"):
            yield _found(version.span, f"openapi: {text}", "write openapi: 3.0.3")
        for word in ("webhooks", "jsonSchemaDialect"):
            if word in api.root.members:
                yield _found(api.root.members[word].name, word, "leave it out")
        for schema in api.schemas:
            yield from _in_schema(schema)


def _in_schema(schema: Node) -> Iterator[Diagnostic]:
    kind = schema.at("type")
    if kind is not None and (kind.elements or kind.text == "null"):
        yield _found(kind.span, "a list of types", "write one type")
    for word in _WORDS:
        if word in schema.members:
            yield _found(schema.members[word].name, word, "say it in the words of OpenAPI 3.0")
    for word in _BOUNDS:
        bound = schema.at(word)
        if bound is not None and not isinstance(bound.value, bool) and bound.text is not None:
            closed = word.replace("exclusiveM", "m")
            hint = f"write {closed}: {bound.text}: API Gateway has no exclusive bounds"
            yield _found(schema.members[word].name, f"{word} as a number", hint)


def _found(span: Span, what: str, hint: str) -> Diagnostic:
    return KIND.at(span, f"{what} is of OpenAPI 3.1, and API Gateway imports 3.0", hint=hint)


RULE = Rule(kind=KIND, find=find, about="words of OpenAPI 3.1 and its JSON Schema")
