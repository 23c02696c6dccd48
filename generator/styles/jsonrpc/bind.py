"""Decides how every operation travels over JSON-RPC: its method name and its positions."""

from dataclasses import replace

from generator.diagnostics import Problems
from generator.emit.method_names import MethodNames, positions
from generator.model import Api, Mapping, Scalar
from generator.styles.jsonrpc import problems as said
from generator.styles.jsonrpc.binding import FORMS, NOTIFICATIONS, JsonRpcBinding, JsonRpcMethod

STYLE = "jsonrpc"
METHOD_NAME = r"[A-Za-z][A-Za-z0-9_.\-/:]*"
_NAMES = MethodNames(
    style=STYLE,
    keys=("method", "stream"),
    pattern=METHOD_NAME,
    reserved="rpc.",
    malformed_correction=said.malformed_correction,
    malformed_method=said.malformed_method,
    method_taken=said.method_taken,
    reserved_method=said.reserved_method,
    settings_not_here=said.settings_not_here,
    unknown_setting=said.unknown_setting,
)


def bind(api: Api, problems: Problems) -> JsonRpcBinding:
    """The binding of a contract; what is wrong with its settings goes into ``problems``."""
    methods = []
    for operation, name in _NAMES.of(api, problems):
        params = positions(api.request(operation).fields)  # required ones first, as OpenRPC asks
        method = JsonRpcMethod(operation=operation, name=name, params=params)
        if not method.offered:
            problems.add(said.not_offered(operation.span, operation.name.text))
        methods.append(replace(method, form=_form(method, problems)))
    return JsonRpcBinding(methods=tuple(methods))


def _form(method: JsonRpcMethod, problems: Problems) -> str:
    """How the items of a stream travel, as written or as by default."""
    node = method.operation.settings.get(STYLE)
    written = node.get("stream") if isinstance(node, Mapping) else None
    if written is None:
        return NOTIFICATIONS
    if not method.events:
        problems.add(said.nothing_streams(written.span, method.operation.name.text))
    if isinstance(written, Scalar) and written.value in FORMS:
        return str(written.value)
    problems.add(said.unknown_stream_form(written.span, FORMS))
    return NOTIFICATIONS
