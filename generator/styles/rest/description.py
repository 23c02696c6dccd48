"""Turns a REST binding into what a page tells of it: facts, statuses, requests."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.emit.credentials import Credentials
from generator.formats.readable import http_status
from generator.model import Api, Code, Operation
from generator.runtime.http.status_of import STATUS_OF
from generator.runtime.transport import WireRequest
from generator.styles.rest.binding import RestBinding
from generator.styles.rest.facts import facts, is_websocket
from generator.styles.rest.methods import SAFE
from generator.styles.rest.runtime.codec import RestCodec
from generator.styles.rest.streamed import SENT, arrows, is_handshake, streamed
from generator.styles.style import ErrorCase, Facts, Importer

_CONDITIONS = {"PRECONDITION_FAILED": 412, "PRECONDITION_REQUIRED": 428}

# Of a handshake that is refused, before there is a WebSocket.
_REFUSED = (Code.UNAUTHENTICATED, Code.PERMISSION_DENIED)


@dataclass(frozen=True, kw_only=True)
class RestDescription:
    """The methods of the ``Description`` protocol."""

    api: Api
    binding: RestBinding
    codec: RestCodec

    def facts(self, operation: Operation) -> Facts:
        """What HTTP tells everybody about an operation."""
        return facts(self.api, self.binding, operation)

    def success(self, operation: Operation) -> str:
        """``201 Created``"""
        if is_websocket(operation):
            return http_status(101)
        return http_status(self.binding.operation(operation.name.text).status)

    def failure(self, operation: Operation, case: ErrorCase) -> str:
        """``404 Not Found``; once a WebSocket is open, the code that closes it."""
        if is_websocket(operation) and (case.declared or case.code not in _REFUSED):
            return f"close {4000 + case.code.number} {case.code.value}"
        return http_status(self._status(operation, case))

    def _status(self, operation: Operation, case: ErrorCase) -> int:
        if case.declared:
            return next(e.status for e in self.binding.errors if e.name == case.name)
        if case.reason == "NOT_MODIFIED":  # RFC 9110 §13.1.2
            bound = self.binding.operation(operation.name.text)
            return 304 if bound.method in SAFE else 412
        return _CONDITIONS.get(case.reason) or STATUS_OF[case.code]

    def request(
        self,
        entry: Any,
        values: Mapping[str, Any],
        options: Any,
        credentials: Credentials,
        items: Sequence[Any] = (),
    ) -> Any:
        """An HTTP request; of a WebSocket its handshake, with the client's frames as a body."""
        request = credentials.on_http(self.codec.encode(entry, values, options))
        return streamed(self.codec, entry, request, items) if entry.streaming else request

    def show(self, request: Any) -> WireRequest:
        """Method, path, headers and body; frames with an arrow."""
        shown = self.codec.show(request)
        if not is_handshake(request):
            return shown
        return dataclasses.replace(shown, text=arrows(request.body.splitlines(), SENT))


def describe(api: Api, binding: RestBinding, load: Importer) -> RestDescription:
    """With the codec of the emitted table."""
    codec = load("_support.rest.codec").RestCodec(load("rest.binding").BINDING)
    return RestDescription(api=api, binding=binding, codec=codec)
