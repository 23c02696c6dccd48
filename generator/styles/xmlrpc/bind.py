"""Decides how every operation travels over XML-RPC: its method name and its positions."""

from generator.diagnostics import Problems
from generator.emit.method_names import MethodNames, positions
from generator.model import Api
from generator.styles.xmlrpc import problems as said
from generator.styles.xmlrpc.binding import XmlRpcBinding, XmlRpcMethod

STYLE = "xmlrpc"
# The specification's characters.
METHOD_NAME = r"[A-Za-z0-9_.:/]+"
_NAMES = MethodNames(
    style=STYLE,
    keys=("method",),
    pattern=METHOD_NAME,
    reserved="system.",
    malformed_correction=said.malformed_correction,
    malformed_method=said.malformed_method,
    method_taken=said.method_taken,
    reserved_method=said.reserved_method,
    settings_not_here=said.settings_not_here,
    unknown_setting=said.unknown_setting,
)


def bind(api: Api, problems: Problems) -> XmlRpcBinding:
    """The binding of a contract; what is wrong with its settings goes into ``problems``."""
    methods = []
    for operation, name in _NAMES.of(api, problems):
        params = positions(api.request(operation).fields)
        method = XmlRpcMethod(operation=operation, name=name, params=params)
        if not method.offered:
            problems.add(said.not_offered(operation.span, operation.name.text))
        methods.append(method)
    return XmlRpcBinding(methods=tuple(methods))
