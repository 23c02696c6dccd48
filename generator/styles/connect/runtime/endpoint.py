"""One rpc on a server: what serves it, what stands before it, and how it can be asked."""

from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, Protocol

from generator.formats.protobuf.runtime.messages import Messages
from generator.formats.protobuf_rpc.runtime.failures import Failures
from generator.formats.protobuf_rpc.runtime.method import Method
from generator.runtime.auth.evidence import Showing
from generator.runtime.auth.metadata import ProtectedResource
from generator.runtime.call import Call
from generator.runtime.guard import Guard
from generator.runtime.http.asgi import RawHeaders, Receive, Reply, Scope, Send
from generator.runtime.http.headers import HeaderMap
from generator.runtime.shutdown import Shutdown

TEXT = (b"content-type", b"text/plain")
_OLD = ("1", "0")


class Form(Protocol):
    """One way to ask an rpc: a protocol, and how its messages are written."""

    async def serve(
        self,
        headers: HeaderMap,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer one request."""
        ...


# Reads a body: its bytes, or a coroutine that gives them.
ReadBody = Callable[[HeaderMap, Receive], bytes | Coroutine[Any, Any, bytes]]


class Shared(NamedTuple):
    """What all rpcs of one app share.

    read_bare, read_wrapped, read_text: read bodies of one message as it is; compressed or in an
    envelope; and in base64. limit: bytes of one message; timeout: seconds that it may stand still.
    """

    messages: Messages
    failures: Failures
    shutdown: Shutdown
    evidence: Showing
    resource: ProtectedResource | None
    read_bare: ReadBody
    read_wrapped: ReadBody
    read_text: ReadBody
    limit: int
    timeout: float | None
    compress: bool


class Endpoint:
    """An rpc, prepared for serving.

    guard, judge: what stands before it; where there are no hooks, the judge alone.
    """

    def __init__(
        self,
        method: Method,
        path: str,
        guard: Guard | None,
        shared: Shared,
    ) -> None:
        operation = method.operation
        self.operation = operation
        self.path = path
        self.guard = guard
        self.judge = None if guard is None else guard.alone
        self.shared = shared
        self._etag = operation.etag if method.tagged else None
        given = [(k.encode(), v.encode("latin-1")) for k, v in method.headers.items()]
        # Only what is asked by GET can be kept.
        kept = [pair for pair in given if pair[0] != b"cache-control"]
        self.headers: RawHeaders = kept
        self.get_headers: RawHeaders = given
        self.forms: dict[bytes, Form] = {}
        self.get: Form | None = None
        self._full = operation.takes is not None and operation.gives is not None

    @property
    def methods(self) -> str:
        """Those of HTTP, as ``Allow`` has them."""
        return "OPTIONS, POST" if self.get is None else "GET, HEAD, OPTIONS, POST"

    def find(self, scope: Scope, headers: HeaderMap) -> Form | Reply:
        """What answers a request, or what it is answered where nothing does."""
        method = scope["method"]
        if method != "POST":
            if method in {"GET", "HEAD"} and self.get is not None:
                return self.get
            allow = (b"allow", self.methods.encode())
            if method == "OPTIONS":
                return 204, [allow, (b"accept-post", b", ".join(self.forms))], b""
            return 405, [allow, TEXT], b"Method Not Allowed"
        if self._full and scope.get("http_version", "1.1").startswith(_OLD):
            text = b"A stream both ways needs HTTP/2."
            return 505, [TEXT, (b"connection", b"close")], text
        content_type = headers.get(b"content-type", b"")
        form = self.forms.get(content_type) or self.forms.get(_plain(content_type))
        if form is None:
            known = (b"accept-post", b", ".join(self.forms))
            return 415, [known, TEXT], b"Unsupported Media Type"
        return form

    def trailers(self, call: Call, value: Any) -> RawHeaders:
        """What goes with an answer: the entity tag of a value that has one."""
        del call
        if self._etag is None:
            return []
        return [(b"etag", self._etag.of(value).encode("latin-1", "replace"))]


def _plain(content_type: bytes) -> bytes:
    """A media type without its parameters."""
    return content_type.partition(b";")[0].strip().lower()
