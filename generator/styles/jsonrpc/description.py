"""Turns a JSON-RPC binding into what a page tells of it: facts, statuses, requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from generator.emit.credentials import Credentials
from generator.model import Code, Operation
from generator.runtime.rpc_codes import NUMBERS
from generator.runtime.transport import WireRequest
from generator.styles.jsonrpc.binding import JsonRpcBinding
from generator.styles.jsonrpc.facts import facts
from generator.styles.jsonrpc.runtime.codec import JsonRpcCodec
from generator.styles.style import ErrorCase, Facts, Importer

_OK = "(200 OK)"  # of HTTP, whatever became of the call
# Of those that the server refuses before it looks at them: HTTP asks for credentials, too.
_REFUSED = {Code.UNAUTHENTICATED: "(401 Unauthorized)", Code.PERMISSION_DENIED: "(403 Forbidden)"}


@dataclass(frozen=True, kw_only=True)
class JsonRpcDescription:
    """The methods of the ``Description`` protocol."""

    binding: JsonRpcBinding
    codec: JsonRpcCodec

    def facts(self, operation: Operation) -> Facts:
        """What a POST to one URL tells about an operation."""
        return facts(self.binding, operation)

    def success(self, operation: Operation) -> str:
        """``a result (200 OK)``"""
        return f"a result {_OK}"

    def failure(self, operation: Operation, case: ErrorCase) -> str:
        """``error 5 (200 OK)``"""
        status = _OK if case.declared else _REFUSED.get(case.code, _OK)
        return f"error {NUMBERS[case.code]} {status}"

    def request(
        self,
        entry: Any,
        values: Mapping[str, Any],
        options: Any,
        credentials: Credentials,
        items: Sequence[Any] = (),
    ) -> Any:
        """An HTTP request; a file is one value in it."""
        content = b"".join(items) if entry.takes is not None and entry.takes.chunks else None
        return credentials.on_http(self.codec.encode(entry, values, options, content))

    def show(self, request: Any) -> WireRequest:
        """Path, headers and body."""
        return self.codec.show(request)


def describe(binding: JsonRpcBinding, load: Importer) -> JsonRpcDescription:
    """With the codec of the emitted table; ids have nothing to tell apart, so all are 1."""
    methods = load("jsonrpc.binding").METHODS
    codec = load("_support.jsonrpc.client").JsonRpcCodec(methods, ids=repeat(1))
    return JsonRpcDescription(binding=binding, codec=codec)
