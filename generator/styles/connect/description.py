"""Turns a Connect binding into what a page tells of it: facts, statuses, requests."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from generator.emit.credentials import Credentials
from generator.formats.readable import http_status
from generator.model import Operation
from generator.runtime.http.status_of import STATUS_OF
from generator.runtime.transport import WireRequest
from generator.styles.connect.binding import ConnectBinding, streams
from generator.styles.connect.facts import facts
from generator.styles.connect.runtime.codec import ConnectCodec
from generator.styles.connect.runtime.codes import NAMES
from generator.styles.connect.runtime.envelopes import envelope
from generator.styles.connect.streamed import is_stream, messages_of
from generator.styles.style import ErrorCase, Facts, Importer


@dataclass(frozen=True, kw_only=True)
class ConnectDescription:
    """The methods of the ``Description`` protocol."""

    binding: ConnectBinding
    codec: ConnectCodec

    def facts(self, operation: Operation) -> Facts:
        """What HTTP tells everybody about an operation."""
        return facts(self.binding, operation)

    def success(self, operation: Operation) -> str:
        """``200 OK``"""
        return http_status(200)

    def failure(self, operation: Operation, case: ErrorCase) -> str:
        """``404 not_found``; in a stream the code is in the last message of a 200."""
        name = NAMES[case.code]
        is_stream = streams(self.binding.method(operation.name.text))
        return f"{200 if is_stream else STATUS_OF[case.code]} {name}"

    def request(
        self,
        entry: Any,
        values: Mapping[str, Any],
        options: Any,
        credentials: Credentials,
        items: Sequence[Any] = (),
    ) -> Any:
        """An HTTP request with a body of JSON; of a stream with all of its messages."""
        request = self.codec.encode(entry, values, options)
        if entry.takes is not None:
            written = self.codec.stream(request).write(iter(items))
            body = b"".join(envelope(0, data) for data in written)
            request = msgspec.structs.replace(request, body=body)
        return credentials.on_http(request)

    def show(self, request: Any) -> WireRequest:
        """Method, path, headers and body; messages in envelopes one after another."""
        shown = self.codec.show(request)
        if not is_stream(request.headers):
            return shown
        return dataclasses.replace(shown, text=messages_of(shown.body))


def describe(binding: ConnectBinding, load: Importer) -> ConnectDescription:
    """With the codec of the emitted table, and bodies that people can read."""
    codec = load("_support.connect.codec").ConnectCodec(load("connect.binding").SERVICE, "json")
    return ConnectDescription(binding=binding, codec=codec)
