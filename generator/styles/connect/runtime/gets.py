"""Calls that change nothing, by GET: the message is in the query."""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Coroutine, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from generator.runtime.codes import Code
from generator.runtime.errors import NotModified, ServiceError
from generator.runtime.http.asgi import Receive, Reply, Scope, Send, respond
from generator.runtime.http.headers import HeaderMap
from generator.styles.connect.runtime.compression import inflated, is_gzip
from generator.styles.connect.runtime.failures import failed_alone
from generator.styles.connect.runtime.metadata import no_version
from generator.styles.connect.runtime.protocols import Pairs
from generator.styles.connect.runtime.unary import BareUnary

_QUERY = "diptych.query"
_TEXT = (b"content-type", b"text/plain")
# Parameters that are looked at: with more of them a query is nobody's.
_MOST = 100


class Gets:
    """The forms of one rpc by what the query calls them: ``json``, ``proto``."""

    def __init__(self, forms: Mapping[bytes, "GetUnary"]) -> None:
        self._forms = forms

    async def serve(
        self,
        headers: HeaderMap,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer one request."""
        query = parsed(scope["query_string"])
        encoding = query.get(b"encoding")
        form = None if encoding is None else self._forms.get(encoding)
        if form is not None:
            await form.serve(headers, {**scope, _QUERY: query}, receive, send)
            return
        if encoding is None:
            missing = "The query has no 'encoding': it is json or proto."
            reply: Reply = failed_alone(Code.INVALID_ARGUMENT, missing)
        else:
            reply = 415, [_TEXT], b"Unsupported Media Type"
        await respond(scope["method"], send, reply)


class GetUnary(BareUnary):
    """A message in the query, and a response that can be kept."""

    def message(
        self, headers: HeaderMap, scope: Scope, receive: Receive
    ) -> bytes | Coroutine[Any, Any, bytes]:
        """What is in the query; a body is never read (RFC 9110 §9.3.1)."""
        del headers, receive
        query = scope[_QUERY]
        version = query.get(b"connect", b"v1")
        if version != b"v1":
            raise no_version(version.removeprefix(b"v"))
        data = query.get(b"message")
        if data is None:
            text = "The query has no 'message'."
            raise ServiceError(text, code=Code.INVALID_ARGUMENT)
        if query.get(b"base64") == b"1":
            data = _decoded(data)
        if is_gzip(query.get(b"compression")):
            return inflated(data, self.shared.limit)
        found: bytes = data
        return found

    def answer(self, data: bytes, trailers: Pairs) -> Reply:
        """200, with what tells how long it may be kept, and its tag."""
        status, headers, body = super().answer(data, trailers)
        return (
            status,
            [*headers, *_kept(self.endpoint.get_headers), *_tags(trailers)],
            body,
        )

    def unchanged(self, error: NotModified) -> Reply | None:
        """304 (RFC 9110 §15.4.5)."""
        tag = (error.etag or "").encode("latin-1", "replace")
        headers = [(b"etag", tag)] if tag else []
        return 304, [*self.endpoint.get_headers, *headers], b""


def parsed(query: bytes) -> dict[bytes, bytes]:
    """The parameters of a query, each as it came first; what is not UTF-8 stays as it is."""
    found: dict[bytes, bytes] = {}
    for part in query.split(b"&", _MOST)[:_MOST]:
        name, _, value = part.partition(b"=")
        found.setdefault(name, unquote_to_bytes(value.replace(b"+", b" ")))
    return found


def _decoded(data: bytes) -> bytes:
    """Base64 for URLs, with its padding or without."""
    text = data.rstrip(b"=")
    try:
        found = urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != len(text) * 3 // 4:  # what is no base64 is passed over
        raise ServiceError("The message is not base64.", code=Code.INVALID_ARGUMENT)
    return found


def _kept(headers: Pairs) -> Pairs:
    return [pair for pair in headers if pair[0] == b"cache-control"]


def _tags(trailers: Pairs) -> Pairs:
    return [pair for pair in trailers if pair[0] == b"etag"]
