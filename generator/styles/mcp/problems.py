"""GEN671 to GEN678: what can be wrong with the MCP side of a contract."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Severity, Span, suggestion

MALFORMED_SETTING = Kind(code="GEN671", name="malformed-mcp-setting")
UNKNOWN_SETTING = Kind(code="GEN672", name="unknown-mcp-setting")
MALFORMED_NAME = Kind(code="GEN673", name="malformed-tool-name")
NAME_TAKEN = Kind(code="GEN674", name="tool-name-taken")
UNKNOWN_OPERATION = Kind(code="GEN675", name="unknown-tool-operation")
NOT_OFFERED = Kind(code="GEN676", name="mcp-stream-not-offered", severity=Severity.NOTE)
FEW_CAN_SEND = Kind(code="GEN677", name="mcp-credentials-by-header", severity=Severity.NOTE)
NEVER_A_TOOL = Kind(code="GEN678", name="never-a-tool")


def malformed_operation(span: Span) -> Diagnostic:
    """`mcp` of an operation is none of the things that it can be."""
    return MALFORMED_SETTING.at(
        span,
        "'mcp' of an operation is false, a tool's name, or a mapping",
        hint="write: mcp: false, or: mcp: {name: …, title: …, description: …}",
    )


def malformed_text(span: Span, key: str) -> Diagnostic:
    """A member of the mapping that is no text, or an empty one."""
    return MALFORMED_SETTING.at(
        span, f"'{key}' is a text that is not empty", hint=f"remove '{key}' to leave it as derived"
    )


def malformed_contract(span: Span) -> Diagnostic:
    """`mcp` of a contract is no mapping with a list of operations."""
    return MALFORMED_SETTING.at(
        span,
        "'mcp' of a contract is a mapping with a list of operations",
        hint="write: mcp: {only: [AddProduct, GetProduct]}",
    )


def unknown_setting(span: Span, key: str, known: Iterable[str]) -> Diagnostic:
    """A key within a mapping that the style does not know."""
    names = sorted(known)
    near, fix = suggestion(span, key, names)
    hint = near or f"'mcp' may have: {', '.join(names)}"
    return UNKNOWN_SETTING.at(span, f"unknown key '{key}' in 'mcp'", hint=hint, fix=fix)


def settings_not_here(span: Span) -> Diagnostic:
    """An `mcp` key where the style has nothing to set."""
    return UNKNOWN_SETTING.at(
        span,
        "'mcp' has no settings for a resource or an error",
        hint="it corrects operations, one by one, and says which of a contract are tools",
    )


def malformed_name(span: Span | None, name: str) -> Diagnostic:
    """A tool's name, written or derived, that is too long or has other characters."""
    return MALFORMED_NAME.at(
        span,
        f"'{name}' cannot be a tool's name",
        hint="at most 128 letters, digits and any of _ - . (MCP, Tool Names): mcp: <name>",
    )


def name_taken(span: Span | None, name: str, other: str, other_span: Span | None) -> Diagnostic:
    """A tool name that an earlier operation has."""
    related = () if other_span is None else ((other_span, f"'{other}' has this name"),)
    return NAME_TAKEN.at(
        span,
        f"the tool's name '{name}' is taken by operation '{other}'",
        hint="give one of them a name: mcp: <name>",
        related=related,
    )


def unknown_operation(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A name in `only` that no operation has."""
    near, fix = suggestion(span, name, known, declared=True)
    hint = near or "'only' lists operations as the contract names them"
    return UNKNOWN_OPERATION.at(span, f"unknown operation '{name}'", hint=hint, fix=fix)


def listed_twice(span: Span, name: str, first: Span) -> Diagnostic:
    """A name that `only` has twice."""
    return UNKNOWN_OPERATION.at(
        span,
        f"'{name}' stands in 'only' already",
        hint="remove one of them",
        related=((first, "the first time"),),
    )


def hidden_but_listed(span: Span, name: str, listed: Span) -> Diagnostic:
    """An operation that is in `only` and says `mcp: false`."""
    return NEVER_A_TOOL.at(
        span,
        f"'{name}' is a tool by 'only' and none by 'mcp: false'",
        hint="remove one of the two",
        related=((listed, "listed here"),),
    )


def listed_but_streams(span: Span, name: str) -> Diagnostic:
    """An operation in `only` that takes a stream of items."""
    return NEVER_A_TOOL.at(
        span,
        f"{name} takes a stream, which MCP does not carry",
        hint="remove it from 'only', or let it take a list",
    )


def corrected_but_left_out(span: Span, name: str) -> Diagnostic:
    """A name or a title for what is no tool."""
    return NEVER_A_TOOL.at(
        span,
        f"{name} is no tool, so that 'mcp' has nothing to correct",
        hint="remove the correction, or let the operation be a tool",
    )


def not_offered(span: Span | None, operation: str) -> Diagnostic:
    """A client's stream, which MCP does not carry."""
    return NOT_OFFERED.at(
        span,
        f"{operation} takes a stream, which MCP does not carry: it is no tool",
        hint="other styles offer it; 'mcp: false' says so in the contract",
    )


def few_can_send(span: Span | None, scheme: str, how: str) -> Diagnostic:
    """Credentials that MCP's authorization does not know."""
    return FEW_CAN_SEND.at(
        span,
        f"over MCP, '{scheme}' takes clients that can be told to send {how}",
        hint="a bearer token is what MCP clients send by themselves; on stdio nothing is sent",
    )
