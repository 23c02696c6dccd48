"""An ASGI app that answers POSTs at one place: what HTTP settles, whatever protocol it carries.

A protocol derives from `PostApp` and answers bodies. It answers at the place where it is mounted,
and at a path of its own below, so that one client target finds it both alone on a port and mounted
beside other apps.
"""

import abc
from collections.abc import Iterable
from functools import partial
from types import CoroutineType
from typing import Any, ClassVar, NamedTuple

from ..auth.evidence import HttpEvidence
from ..auth.metadata import ProtectedResource
from ..auth.refusal import Refusal
from ..call import Call
from ..codes import Code
from ..dispatch import Begun
from ..errors import ServiceError
from ..implementation_check import warn_if_incomplete
from ..lifespan import Lifespan
from ..operation import Operation
from ..shutdown import Shutdown
from .accept import qualities, quality_of
from .asgi import (
    BodyReader,
    BodyTimeoutError,
    BodyTooLargeError,
    DisconnectedError,
    RawHeaders,
    Receive,
    Reply,
    Scope,
    Send,
    messages_of,
    raw_path,
    resume,
)
from .front import Front
from .headers import HeaderMap, RepeatedHeaderError, header_map
from .other_protocol import other_protocol
from .settings import HttpSettings

_ANY = frozenset({b"*/*"})


class Sent:
    """What an answer comes to that has been sent already, piece by piece."""


SENT = Sent()


class Posted(NamedTuple):
    """A request whose body has been read.

    made: takes each call in it, which is then told when the answer has been sent.
    """

    body: bytes
    headers: HeaderMap
    scope: Scope
    receive: Receive
    send: Send
    made: list[Call]


class PostApp(abc.ABC):
    """What the apps of several protocols have in common.

    paths: where it answers, below the place where it is mounted. media_types: what a body may be;
    a form or a bare text is none of them, so that no foreign web page can make a browser call
    without asking (CORS). answers: the media type of an answer. nothing: the status without one.
    """

    paths: ClassVar[frozenset[str]]
    media_types: ClassVar[frozenset[bytes]]
    answers: ClassVar[bytes]
    nothing: ClassVar[int] = 204

    def __init__(
        self,
        service: object,
        operations: Iterable[Operation[Any]],
        settings: HttpSettings,
    ) -> None:
        operations = [*operations]
        warn_if_incomplete(service, operations)
        self.lifespan = Lifespan(service)
        self.resource = ProtectedResource.of(operations, settings.public_url)
        self._front = Front.of(
            cors=settings.cors,
            compress=settings.compress,
            request_id=settings.request_id,
        )
        self._shutdown = Shutdown()
        trust = settings.trust_client_cert
        self._evidence = partial(HttpEvidence, trust_client_cert=trust)
        limits = settings.max_body_size, settings.body_timeout
        self._begin_body = BodyReader(*limits, self._shutdown).begin
        kind = self.answers.partition(b"/")[0] + b"/*"
        # Ranges of Accept that need no closer look.
        self._ranges = self.media_types | {kind} | _ANY

    @abc.abstractmethod
    def answer(self, posted: Posted) -> Any:
        """What a body comes to: the bytes of an answer, None for nothing, a Reply, or SENT.

        Where that takes a while, Begun work that gives one of them, which is cancelled when the
        client goes away, or a coroutine, which looks after that itself. What is refused may be
        raised; see ``failed``.
        """

    @abc.abstractmethod
    def refusal(self, status: int, phrase: str, *headers: tuple[bytes, bytes]) -> Reply:
        """An answer of HTTP's own, with a body that clients of the protocol can read."""

    def failed(self, error: Exception) -> Reply:
        """What an exception of ``answer`` comes to; one that is unknown here is raised again."""
        raise error

    def asked(self, scope: Scope, headers: HeaderMap) -> Reply | None:
        """The answer where no body is read, at a place of the app's; None: the body is asked for.

        Derived apps may look at more than method and headers here.
        """
        if scope["method"] != "POST":
            return self.other_method(scope["method"])
        content_type = headers.get(b"content-type", b"")
        if content_type not in self.media_types and not self._is_known(content_type):
            only = (b"accept", self.answers)
            return self.refusal(415, "Unsupported Media Type", only)
        encoding = headers.get(b"content-encoding")
        if encoding is not None and encoding.lower() != b"identity":
            identity = (b"accept-encoding", b"identity")
            return self.refusal(415, "Unsupported Media Type", identity)
        if not self.is_read(headers.get(b"accept") or b"*/*", headers):
            return self.refusal(406, "Not Acceptable")
        return None

    def other_method(self, method: str) -> Reply:
        """The answer to another method than POST."""
        allow = (b"allow", b"OPTIONS, POST")
        if method == "OPTIONS":
            return 204, [allow], b""
        return self.refusal(405, "Method Not Allowed", allow)

    def is_read(self, accept: bytes, headers: HeaderMap) -> bool:
        """Whether a client that sends this Accept reads what is answered."""
        del headers
        return accept in self._ranges or self._takes(accept)

    def challenged(self, refusal: Refusal) -> tuple[int, RawHeaders]:
        """Status and headers around the answer to a caller who may not call (RFC 9110 §15.5.2)."""
        status = 401 if refusal.code is Code.UNAUTHENTICATED else 403
        metadata = None if self.resource is None else self.resource.url
        challenge = refusal.challenge(metadata).encode("latin-1", "replace")
        return status, [(b"www-authenticate", challenge)] if challenge else []

    def claims(self, path: str, *, below: bool = False) -> str:
        """What would answer at a path, or below it; "": nothing."""
        inside = any(known.startswith(f"{path}/") for known in self.paths)
        return f"POST {path or '/'}" if path in self.paths or (below and inside) else ""

    def end_calls(self) -> None:
        """Answer `unavailable` to all calls that still run, and to those that come."""
        self._shutdown.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            await other_protocol(scope, receive, send, self.lifespan)
            return
        if self._front is not None:
            entered = await self._front.enter(scope, send)
            if entered is None:
                return
            scope, send = entered
        made: list[Call] = []
        try:
            reply: Any
            try:
                headers = header_map(scope)
                reply = self._by_http_alone(scope, headers)
                if reply is None:
                    body: Any = self._begin_body(headers, receive)
                    if type(body) is CoroutineType:
                        body = await body
                    posted = Posted(body, headers, scope, receive, send, made)
                    reply = self.answer(posted)
                    # An answer that never waits needs no watch over its client.
                    if type(reply) is Begun:
                        reply = await resume(*reply, receive, self._shutdown)
                    elif type(reply) is CoroutineType:
                        reply = await reply
            except DisconnectedError:
                return
            except Exception as error:  # noqa: BLE001
                reply = self._unread(error)
            if reply is SENT:
                return
            if isinstance(reply, bytes):
                reply = 200, [(b"content-type", self.answers)], reply
            elif reply is None:
                reply = self.nothing, [], b""
            start, content = messages_of(scope["method"], reply)
            await send(start)
            await send(content)
        finally:
            for call in made:
                if call.callbacks is not None:
                    call.answered()

    def _unread(self, error: Exception) -> Reply:
        match error:
            case RepeatedHeaderError():
                return self.refusal(400, str(error))
            case BodyTooLargeError():
                return self.refusal(413, "Content Too Large")
            case BodyTimeoutError():  # RFC 9110 §15.5.9
                return self.refusal(408, "Request Timeout", (b"connection", b"close"))
            case ServiceError():  # the server stops before there is a message
                return self.refusal(503, error.message, (b"retry-after", b"1"))
            case _:
                return self.failed(error)

    def _by_http_alone(self, scope: Scope, headers: HeaderMap) -> Reply | None:
        """The answer to a request that HTTP settles; None for one whose body is asked for."""
        if scope["path"] in self.paths or (path := raw_path(scope)) in self.paths:
            return self.asked(scope, headers)
        resource = self.resource
        if resource is not None and path in resource.paths:
            return resource.reply(scope["method"])
        return self.refusal(404, "Not Found")

    def _is_known(self, content_type: bytes) -> bool:
        return content_type.partition(b";")[0].strip().lower() in self.media_types

    def _takes(self, accept: bytes) -> bool:
        answer = self.answers.decode()
        ranges = qualities(accept.decode("latin-1"))
        # Other names that a caller may mean the answer by.
        aliases = self.media_types - {self.answers}
        named = any(ranges.get(alias.decode()) for alias in aliases)
        return named or not ranges or quality_of(answer, ranges) > 0
