"""Turns the ``grpc:`` keys of a contract into settings, or into problems with their places.

All that they say is about the .proto, which styles other than gRPC share.
"""

import re
from collections.abc import Iterator
from collections.abc import Mapping as FrozenMap
from dataclasses import dataclass
from typing import Any

from generator.diagnostics import Problems, Span, suggestion
from generator.formats.protobuf import problems as report
from generator.model import Api, Entry, Mapping, Node, Operation, Scalar

# Contracts and locks say so since gRPC was the only style that wrote protobuf.
KEY = "grpc"

FILE_OPTIONS = (
    "go_package",
    "java_package",
    "csharp_namespace",
    "php_namespace",
    "ruby_package",
    "objc_class_prefix",
    "swift_prefix",
)
_PASCAL = "^[A-Z][A-Za-z0-9]*$"
_SNAKE = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
_OPTION = r"^[A-Za-z0-9][-A-Za-z0-9_.:;/\\]*$"

_METHOD = {"type": "string", "pattern": _PASCAL, "description": "The name of the rpc."}
# What makes the value, or the item of a stream, the message itself.
BARE = "bare"
_RESULT = {
    "type": "string",
    "pattern": _SNAKE,
    "description": "The field of the response that holds the value; bare: the value is the "
    "response itself.",
}
# What a contract may say, as JSON Schemas: at its top, and on an operation.
CONTRACT_KEYS: FrozenMap[str, Any] = {
    "description": "How the contract travels over gRPC.",
    "type": "object",
    "patternProperties": {"^x-": {}},
    "additionalProperties": False,
    "properties": {
        "service": {
            "type": "string",
            "pattern": "^[A-Z][A-Za-z0-9]*Service$",
            "description": "The name of the service, ending in Service.",
        },
        "presence": {
            "enum": ["explicit", "implicit"],
            "description": "Whether a required scalar of a request is told from its zero.",
        },
        "result": {
            "const": BARE,
            "description": "Every answer, and every item of a stream, that is a record or a union "
            "is the message itself, without one around it.",
        },
        "options": {
            "type": "object",
            "description": "Options of the .proto file.",
            "additionalProperties": False,
            "properties": {name: {"type": "string", "pattern": _OPTION} for name in FILE_OPTIONS},
        },
    },
}
OPERATION_KEYS: FrozenMap[str, Any] = {
    "description": "How this operation travels over gRPC.",
    "oneOf": [
        _METHOD,
        {
            "type": "object",
            "additionalProperties": False,
            "patternProperties": {"^x-": {}},
            "properties": {"method": _METHOD, "result": _RESULT},
        },
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSettings:
    """What a contract says to gRPC as a whole."""

    service: str | None = None
    presence: str = "explicit"
    bare: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationSettings:
    """What an operation says to gRPC."""

    method: str | None = None
    result: str | None = None

    @property
    def bare(self) -> bool:
        """Whether the value is to be the response itself."""
        return self.result == BARE


class SettingsReader:
    """Reads the ``grpc:`` keys, reporting what it does not understand."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def contract(self, api: Api) -> ContractSettings:
        """The settings of the whole contract."""
        service: str | None = None
        presence = "explicit"
        bare = False
        options: list[tuple[str, str]] = []
        known = ("service", "presence", "result", "options")
        for entry in self._entries(api.settings.get(KEY), known):
            if entry.key == "service":
                what = "a name like ProductsService"
                service = self._text(entry.value, "^[A-Z][A-Za-z0-9]*Service$", what)
            elif entry.key == "presence":
                what = "explicit, or implicit: then nobody tells a zero from what was left out"
                presence = self._text(entry.value, "^(explicit|implicit)$", what) or presence
            elif entry.key == "result":
                what = "bare; a name for the field of a response stands on its operation"
                bare = self._text(entry.value, f"^{BARE}$", what) is not None
            else:
                for option in self._entries(entry.value, FILE_OPTIONS):
                    value = self._text(option.value, _OPTION, "a package name or path")
                    if value is not None:
                        options.append((option.key, value.replace("\\", "\\\\")))
        return ContractSettings(
            service=service, presence=presence, bare=bare, options=tuple(options)
        )

    def operation(self, operation: Operation) -> OperationSettings:
        """The settings of one operation: a method's name, or a mapping."""
        node = operation.settings.get(KEY)
        if isinstance(node, Scalar):
            return OperationSettings(method=self._method(node))
        method: str | None = None
        result: str | None = None
        for entry in self._entries(node, ("method", "result")):
            if entry.key == "method":
                method = self._method(entry.value)
            else:
                result = self._text(entry.value, _SNAKE, "a field name like product, or bare")
        return OperationSettings(method=method, result=result)

    def elsewhere(self, api: Api) -> None:
        """Report settings where gRPC knows none: on resources and errors."""
        for what, declared in (("a resource", api.resources), ("an error", api.errors)):
            for item in declared.values():
                node = item.settings.get(KEY)
                if node is not None:
                    self._problems.add(
                        report.setting_invalid(
                            node.span,
                            f"'{KEY}' says nothing on {what}",
                            "write it on an operation, or at the top level",
                        )
                    )

    def no_result(self, operation: Operation) -> None:
        """Report a name for a field that the response does not have."""
        self._problems.add(
            report.setting_invalid(
                _result_span(operation),
                f"the response of {operation.name} has no field for a single value",
                "only a value that the response wraps has a name; leave 'result' away",
            )
        )

    def not_bare(self, operation: Operation, what: str) -> None:
        """Report an operation that has nothing which can be a message itself."""
        self._problems.add(report.not_a_message(_result_span(operation), what))

    def _method(self, node: Node) -> str | None:
        return self._text(node, _PASCAL, "a method name like AddProduct")

    def _entries(self, node: Node | None, known: tuple[str, ...]) -> Iterator[Entry]:
        if node is None:
            return
        if not isinstance(node, Mapping):
            wanted = " and ".join(known) if len(known) == 2 else "options by name"
            self._problems.add(
                report.setting_invalid(node.span, f"expected a mapping with {wanted}")
            )
            return
        for entry in node:
            if entry.key in known:
                yield entry
            elif not entry.key.startswith("x-"):
                near, fix = suggestion(entry.key_span, entry.key, known)
                hint = near or f"known are {', '.join(known)}"
                why = f"unknown key '{entry.key}'"
                self._problems.add(report.setting_invalid(entry.key_span, why, hint, fix))

    def _text(self, node: Node, pattern: str, what: str) -> str | None:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, str) and re.fullmatch(pattern.strip("^$"), value):
            return value
        self._problems.add(report.setting_invalid(node.span, f"expected {what}"))
        return None


def _result_span(operation: Operation) -> Span | None:
    node = operation.settings.get(KEY)
    assert isinstance(node, Mapping)
    result = node.entry("result")
    return None if result is None else result.key_span
