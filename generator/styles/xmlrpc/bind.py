"""Decides how every operation travels over XML-RPC: its method name and its positions."""

import re
from collections.abc import Mapping as FrozenMap

from generator.diagnostics import Problems, Span
from generator.model import Api, Field, Mapping, Node, Operation, Scalar, Sequence
from generator.styles.xmlrpc.binding import XmlRpcBinding, XmlRpcMethod
from generator.styles.xmlrpc.problems import (
    malformed_correction,
    malformed_method,
    method_taken,
    not_offered,
    reserved_method,
    settings_not_here,
    unknown_setting,
)

STYLE = "xmlrpc"
RESERVED = "system."
# The specification's characters.
METHOD_NAME = r"[A-Za-z0-9_.:/]+"
_KEYS = ("method",)


def bind(api: Api, problems: Problems) -> XmlRpcBinding:
    """The binding of a contract; what is wrong with its settings goes into ``problems``."""
    _refuse(api.settings, problems)
    for resource in api.resources.values():
        _refuse(resource.settings, problems)
    for error in api.errors.values():
        _refuse(error.settings, problems)
    taken: dict[str, Operation] = {}
    methods = []
    for operation in api.operations.values():
        name, span = _method_name(operation, problems)
        first = taken.setdefault(name, operation)
        if first is not operation and span is not None:
            problems.add(method_taken(span, name, first.name.text, first.span))
        params = _positions(api.request(operation).fields)
        method = XmlRpcMethod(operation=operation, name=name, params=params)
        if not method.offered:
            problems.add(not_offered(operation.span, operation.name.text))
        methods.append(method)
    return XmlRpcBinding(methods=tuple(methods))


def _positions(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Required parameters before optional ones; else the contract's order."""
    return tuple(sorted(fields, key=lambda field: not is_required(field)))


def is_required(field: Field) -> bool:
    """Whether a call without this parameter is invalid."""
    return field.required and field.default is None


def _method_name(operation: Operation, problems: Problems) -> tuple[str, Span | None]:
    """The corrected name or the derived one, and the place that decides it."""
    node = operation.settings.get(STYLE)
    derived = operation.name.camel, operation.span
    if node is None:
        return derived
    written = _written_name(node, problems)
    if written is None:
        return derived
    name = written.value
    assert isinstance(name, str)
    if name.startswith(RESERVED):
        problems.add(reserved_method(written.span, name))
    elif not re.fullmatch(METHOD_NAME, name):
        problems.add(malformed_method(written.span, name))
    return name, written.span


def _written_name(node: Node, problems: Problems) -> Scalar | None:
    """The scalar that holds the method name of a correction."""
    match node:
        case Scalar(value=str()):
            return node
        case Mapping():
            for entry in node:
                if entry.key not in _KEYS and not entry.key.startswith("x-"):
                    problems.add(unknown_setting(entry.key_span, entry.key, _KEYS))
            match node.get("method"):
                case Scalar(value=str()) as method:
                    return method
                case None if node.entries:
                    return None
                case value:
                    problems.add(malformed_correction((value or node).span))
        case Scalar() | Sequence():
            problems.add(malformed_correction(node.span))
    return None


def _refuse(settings: FrozenMap[str, Node], problems: Problems) -> None:
    node = settings.get(STYLE)
    if node is not None:
        problems.add(settings_not_here(node.span))
