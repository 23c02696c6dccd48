"""Turns an XML-RPC binding into what a page tells of it: facts, statuses, requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.emit.credentials import Credentials
from generator.model import Operation
from generator.runtime.rpc_codes import NUMBERS
from generator.runtime.transport import WireRequest
from generator.styles.style import ErrorCase, Facts, Importer
from generator.styles.xmlrpc.binding import XmlRpcBinding
from generator.styles.xmlrpc.facts import facts
from generator.styles.xmlrpc.runtime.codec import XmlRpcCodec

_OK = "(200 OK)"  # of HTTP, whatever became of the call


@dataclass(frozen=True, kw_only=True)
class XmlRpcDescription:
    """The methods of the ``Description`` protocol."""

    binding: XmlRpcBinding
    codec: XmlRpcCodec

    def facts(self, operation: Operation) -> Facts:
        """What a POST to one URL tells about an operation."""
        return facts(self.binding, operation)

    def success(self, operation: Operation) -> str:
        """``a result (200 OK)``"""
        return f"a result {_OK}"

    def failure(self, operation: Operation, case: ErrorCase) -> str:
        """``fault 5 (200 OK)``"""
        return f"fault {NUMBERS[case.code]} {_OK}"

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


def describe(binding: XmlRpcBinding, load: Importer) -> XmlRpcDescription:
    """With the codec of the emitted table."""
    methods = load("xmlrpc.binding").METHODS
    codec = load("_support.xmlrpc.client").XmlRpcCodec(methods)
    return XmlRpcDescription(binding=binding, codec=codec)
