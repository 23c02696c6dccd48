"""Turns the document of an API into its operations and schemas, for the rules to look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.deploy.aws.node import Node
from generator.deploy.aws.template import Document
from generator.deploy.path import Path
from generator.diagnostics import Span

INTEGRATION = "x-amazon-apigateway-integration"
ANY_METHOD = "x-amazon-apigateway-any-method"
METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", ANY_METHOD})
# What else a path item holds in OpenAPI 3.0.
_OTHERS = {"summary", "description", "servers", "parameters", "$ref"}
# Members of a schema that hold a schema each, or one by name, or a list of them.
_ONE = ("items", "additionalProperties", "not", "if", "then", "else", "contains")
_NAMED = ("properties", "patternProperties", "definitions", "$defs")
_SEVERAL = ("allOf", "anyOf", "oneOf", "prefixItems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One API: a document of its own, or the ``Body`` of a resource."""

    root: Node

    @property
    def is_http(self) -> bool:
        """Whether it is for an HTTP API, whose integrations say the version of their format."""
        return any(one.at("payloadFormatVersion") is not None for one in self.operations)

    @property
    def paths(self) -> Iterator["Resource"]:
        """All paths, in their order."""
        paths = self.root.at("paths")
        for text, member in paths.members.items() if paths is not None else ():
            yield Resource(path=Path(text=text), span=member.name, node=member.node)

    @property
    def operations(self) -> Iterator["Operation"]:
        """All methods of all paths; those that no importer knows are none."""
        for resource in self.paths:
            for name, member in resource.node.members.items():
                if name in METHODS:
                    yield Operation(
                        resource=resource, method=name, span=member.name, node=member.node
                    )

    @property
    def models(self) -> Iterator[tuple[str, Span, Node]]:
        """The named schemas: name, place of the name, schema."""
        for steps in (("components", "schemas"), ("definitions",)):
            schemas = self.root.at(*steps)
            for name, member in schemas.members.items() if schemas is not None else ():
                yield name, member.name, member.node

    @property
    def schemas(self) -> Iterator[Node]:
        """All schemas, those within others too."""
        for _, _, model in self.models:
            yield from _within(model)
        for operation in self.operations:
            for holder in operation.holders:
                schema = holder.at("schema")
                if schema is not None:
                    yield from _within(schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One path; span: its text."""

    path: Path
    span: Span
    node: Node

    @property
    def unknown(self) -> Iterator[tuple[str, Span]]:
        """What stands there like a method, and is none."""
        for name, member in self.node.members.items():
            if name not in METHODS | _OTHERS and not name.startswith("x-"):
                yield name, member.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of a path; span: its name."""

    resource: Resource
    method: str
    span: Span
    node: Node

    @property
    def title(self) -> str:
        """``GET /products``, as people say it."""
        method = "ANY" if self.method == ANY_METHOD else self.method.upper()
        return f"{method} {self.resource.path.text}"

    @property
    def integration(self) -> Node | None:
        """Where requests are passed on to."""
        return self.node.at(INTEGRATION)

    def at(self, *steps: str | int) -> Node | None:
        """A member of the integration, or what lies below it."""
        return self.node.at(INTEGRATION, *steps)

    def text(self, *steps: str | int) -> str:
        """Such a member as text, in capitals; "" without it."""
        node = self.at(*steps)
        return ("" if node is None else node.text or "").upper()

    @property
    def parameters(self) -> Iterator[Node]:
        """Those of its own, and those of its path."""
        for holder in (self.node, self.resource.node):
            listed = holder.at("parameters")
            yield from () if listed is None else listed.elements

    @property
    def holders(self) -> Iterator[Node]:
        """What holds a schema: parameters, and bodies of requests and answers by media type."""
        yield from self.parameters
        bodies = [self.node.at("requestBody")]
        responses = self.node.at("responses")
        if responses is not None:
            bodies += [member.node for member in responses.members.values()]
        for body in bodies:
            content = None if body is None else body.at("content")
            for member in content.members.values() if content is not None else ():
                yield member.node


def apis(document: Document) -> Iterator[Api]:
    """The APIs of a document."""
    return (Api(root=root) for root in document.apis)


def _within(schema: Node) -> Iterator[Node]:
    yield schema
    inner = [schema.at(key) for key in _ONE]
    for key in _NAMED:
        held = schema.at(key)
        inner += [member.node for member in held.members.values()] if held is not None else []
    for key in _SEVERAL:
        listed = schema.at(key)
        inner += listed.elements if listed is not None else ()
    for one in inner:
        if one is not None:
            yield from _within(one)
