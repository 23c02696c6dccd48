"""AWS106: a variable of a path that does not arrive in the URL of the integration."""

import re
from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import Operation, apis
from generator.deploy.aws.node import Node
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.deploy.path import Path
from generator.diagnostics import Diagnostic, Kind
from generator.diagnostics.suggestion import did_you_mean

KIND = Kind(code="AWS106", name="api-variable-not-mapped")


_IN_PATH = "integration.request.path."


def find(document: Document) -> Iterator[Diagnostic]:
    """Variables of the URL without a value, and mappings to variables that no path has.

    An HTTP API, and a proxy of Lambda, fill the names in by themselves.
    """
    for api in apis(document):
        for operation in api.operations:
            if operation.text("type") in {"HTTP", "HTTP_PROXY"}:
                yield from _in(operation, mapped=not api.is_http)


def _in(operation: Operation, *, mapped: bool) -> Iterator[Diagnostic]:
    declared = {name.removesuffix("+") for name in operation.resource.path.variables}
    uri = operation.at("uri")
    mappings = operation.at("requestParameters")
    members = {} if mappings is None else mappings.members
    for name in _variables(uri):
        known = f"{_IN_PATH}{name}" in members if mapped else name in declared
        if not known and uri is not None:
            yield KIND.at(
                uri.span,
                f"nothing fills in {{{name}}} in the URL of {operation.title}",
                hint=f"requestParameters: {{{_IN_PATH}{name}: method.request.path.{name}}}",
            )
    for member in members.values():
        source = member.node.text or ""
        name = source.removeprefix("method.request.path.")
        if name != source and name not in declared:
            yield KIND.at(
                member.node.span,
                f"{operation.resource.path.text} has no variable '{name}'",
                hint=did_you_mean(name, declared),
            )


def _variables(uri: Node | None) -> tuple[str, ...]:
    """Those of a URL, without what a stack or a stage fills in."""
    pattern = None if uri is None else uri.at("Fn::Sub") or uri
    text = None if pattern is None else pattern.text
    return () if text is None else Path(text=re.sub(r"\$\{[^}]*\}", "", text)).variables


RULE = Rule(kind=KIND, find=find, about="a variable of a path that is lost on the way")
