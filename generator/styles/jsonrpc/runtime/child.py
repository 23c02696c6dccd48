"""What a client of JSON-RPC says to a server that it starts: a message on each line."""

from collections.abc import Hashable

from msgspec import UNSET

from generator.runtime.http.message import TIMEOUT_HEADER, milliseconds
from generator.runtime.rpc_codes import METHOD_NOT_FOUND
from generator.runtime.speech import Asks, Heard, Speech
from generator.runtime.unions import encode
from generator.styles.jsonrpc.runtime.messages import (
    CANCEL,
    ErrorObject,
    ErrorResponse,
    heads,
    telling,
)
from generator.styles.jsonrpc.runtime.request import JsonRpcRequest

# What only HTTP has to say.
_OF_HTTP = {"content-type", "accept"}
_NO_METHODS = ErrorObject(METHOD_NOT_FOUND, "This client has no methods.")


class JsonRpcSpeech(Speech[JsonRpcRequest]):
    """Calls, notifications and batches."""

    def key(self, request: JsonRpcRequest) -> Hashable:
        """The id; that of its first call stands for a batch."""
        return request.id

    def written(
        self,
        request: JsonRpcRequest,
        left: float | None,
        run: Asks,
    ) -> bytes:
        """The message, with what HTTP has headers for in a member of its own."""
        del run  # nothing has to be asked before
        told = request.headers.items()
        headers = {name: text for name, text in told if name not in _OF_HTTP}
        if left is not None:
            headers[TIMEOUT_HEADER] = milliseconds(left)
        return telling(request.body or b"", headers) + b"\n"

    def cancelled(self, key: Hashable) -> bytes:
        """A notification."""
        message = {"jsonrpc": "2.0", "method": CANCEL, "params": {"id": key}}
        return encode(message) + b"\n"

    def heard(self, line: bytes) -> Heard:
        """What a line is; a call of the server's own gets an answer."""
        head = heads(line)
        if head is None:
            return Heard()  # no message, and so none for a client
        if isinstance(head, list):
            return Heard([one.id for one in head])
        if head.method is UNSET:
            # The server may not have been able to read one of the calls, nor which.
            return Heard(None if head.id is None or head.id is UNSET else [head.id])
        if head.id is not UNSET:
            return Heard(reply=encode(ErrorResponse(_NO_METHODS, head.id)) + b"\n")
        return Heard([head.call], more=True)
