"""Decides how every operation travels over MCP: whether it is a tool, and how that is called."""

import re
from collections.abc import Mapping as FrozenMap

from generator.diagnostics import Problems
from generator.model import (
    Alias,
    Api,
    AuthKind,
    AuthScheme,
    MapRef,
    NamedRef,
    Node,
    Operation,
    Record,
    TypeRef,
    Union,
)
from generator.styles.mcp.binding import McpBinding, McpTool, can_be_sent
from generator.styles.mcp.problems import (
    corrected_but_left_out,
    few_can_send,
    hidden_but_listed,
    listed_but_streams,
    malformed_name,
    name_taken,
    not_offered,
    settings_not_here,
)
from generator.styles.mcp.settings import Correction, Listed, correction, listed

STYLE = "mcp"
# As the specification allows them.
TOOL_NAME = r"[A-Za-z0-9_.\-]{1,128}"
_TOKENS = {AuthKind.BEARER, AuthKind.OAUTH2}


def bind(api: Api, problems: Problems) -> McpBinding:
    """The binding of a contract; what is wrong with its settings goes into ``problems``."""
    for resource in api.resources.values():
        _refuse(resource.settings, problems)
    for error in api.errors.values():
        _refuse(error.settings, problems)
    only = listed(api.settings.get(STYLE), api.operations, problems)
    tools: list[McpTool] = []
    hidden: set[str] = set()
    taken: dict[str, Operation] = {}
    for name, operation in api.operations.items():
        written = correction(operation.settings.get(STYLE), problems)
        if not _is_tool(operation, written, only, problems):
            hidden.add(name)
            continue
        tool = _tool(api, operation, written)
        span = written.name_span or operation.span
        first = taken.setdefault(tool.name, operation)
        if first is not operation:
            problems.add(name_taken(span, tool.name, first.name.text, first.span))
        elif not re.fullmatch(TOOL_NAME, tool.name):
            problems.add(malformed_name(span, tool.name))
        tools.append(tool)
    _note_credentials(api, tools, problems)
    return McpBinding(tools=tuple(tools), hidden=frozenset(hidden))


def _refuse(settings: FrozenMap[str, Node], problems: Problems) -> None:
    node = settings.get(STYLE)
    if node is not None:
        problems.add(settings_not_here(node.span))


def _is_tool(
    operation: Operation, written: Correction, only: Listed | None, problems: Problems
) -> bool:
    """Whether an operation is a tool; what contradicts itself goes into ``problems``."""
    name = operation.name.text
    place = None if only is None else only.get(name)
    if written.hidden:
        if place is not None and written.span is not None:
            problems.add(hidden_but_listed(written.span, name, place))
        return False
    if only is not None and place is None:
        if written.span is not None:
            problems.add(corrected_but_left_out(written.span, name))
        return False
    if can_be_sent(operation):
        return True
    if place is not None:
        problems.add(listed_but_streams(place, name))
    elif written.span is not None:
        problems.add(corrected_but_left_out(written.span, name))
    else:
        problems.add(not_offered(operation.span, name))
    return False


def _tool(api: Api, operation: Operation, written: Correction) -> McpTool:
    title = written.title or operation.name.title
    return McpTool(
        operation=operation,
        name=written.name or operation.name.snake,
        title=title,
        description=written.description or operation.description.strip() or f"{title}.",
        wrapped=_wrapped(api, operation),
    )


def _wrapped(api: Api, operation: Operation) -> bool:
    """Whether a result is no object; structured content has to be one for older clients."""
    if operation.output is None:
        return False
    return operation.stream_output or not _is_object(api, operation.output)


def _is_object(api: Api, ref: TypeRef) -> bool:
    if not isinstance(ref, NamedRef):
        return isinstance(ref, MapRef)
    type_def = api.types[ref.name]
    if isinstance(type_def, Alias):
        return _is_object(api, type_def.type)
    return isinstance(type_def, Record | Union)


def _note_credentials(api: Api, tools: list[McpTool], problems: Problems) -> None:
    """Say which schemes some tool cannot do without that clients do not know by themselves."""
    needed: dict[str, AuthScheme] = {}
    for tool in tools:
        alternatives = [[api.auth[one.scheme] for one in choice] for choice in tool.operation.auth]
        if any(all(one.kind in _TOKENS for one in choice) for choice in alternatives):
            continue
        needed |= {one.name: one for choice in alternatives for one in choice}
    for scheme in needed.values():
        if scheme.kind not in _TOKENS:
            problems.add(few_can_send(scheme.span, scheme.name, _how(scheme)))


def _how(scheme: AuthScheme) -> str:
    match scheme:
        case AuthScheme(kind=AuthKind.MUTUAL_TLS):
            return "a certificate"
        case AuthScheme(query=str(name)):
            return f"the parameter '{name}' in the URL"
        case AuthScheme(cookie=str(name)):
            return f"the cookie '{name}'"
        case AuthScheme(kind=AuthKind.BASIC):
            return "the header 'Authorization: Basic …'"
        case _:
            return f"the header '{scheme.header or 'X-API-Key'}'"
