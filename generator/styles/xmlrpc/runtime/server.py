"""Turns HTTP requests into calls of XML-RPC and their outcomes into responses: an ASGI app."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Unpack

from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.dispatch import Begun, begun
from generator.runtime.hook import Hook
from generator.runtime.http.asgi import Reply, resume
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.post_app import PostApp, Posted
from generator.runtime.idempotency.choice import store_of
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.rpc_codes import INVALID_REQUEST, PARSE_ERROR
from generator.styles.xmlrpc.runtime.calls import Asked, Calls
from generator.styles.xmlrpc.runtime.failures import fault, response
from generator.styles.xmlrpc.runtime.messages import NotAMessage, Unreadable, read
from generator.styles.xmlrpc.runtime.method import Methods
from generator.styles.xmlrpc.runtime.plain import Message
from generator.styles.xmlrpc.runtime.settings import XmlRpcOptions, XmlRpcSettings
from generator.styles.xmlrpc.runtime.system import System

_XML = (b"content-type", b"text/xml")
_CHARSET = re.compile(rb';\s*charset\s*=\s*"?([!#-~]+?)"?\s*(?:;|$)', re.IGNORECASE)


class XmlRpcApp(PostApp):
    """Serves one service; what a generated ``create_app`` returns, which explains the limits."""

    paths = frozenset({"", "/", "/xmlrpc", "/xmlrpc/"})
    media_types = frozenset({b"text/xml", b"application/xml"})
    answers = b"text/xml"

    def __init__(
        self,
        service: object,
        methods: Methods,
        document: Callable[[], bytes],
        *,
        authenticate: Authenticate | None = None,
        hooks: Sequence[Hook] = (),
        **options: Unpack[XmlRpcOptions],
    ) -> None:
        settings = XmlRpcSettings(**options)
        super().__init__(service, methods.operations, settings)
        self._calls = Calls(
            service,
            methods,
            System(document),
            settings,
            self._shutdown,
            store_of(service, settings.idempotency),
            authenticate,
            hooks,
        )

    def answer(self, posted: Posted) -> Any:
        """The response to the call that a body holds."""
        charset = _charset(posted.headers)
        if len(posted.body) >= LARGE:
            return self._large(posted, charset)
        return self._begin(read(posted.body, charset), posted)

    def refusal(self, status: int, phrase: str, *headers: tuple[bytes, bytes]) -> Reply:
        """An answer of HTTP's own; its fault is for clients that read nothing else."""
        return status, [_XML, *headers], response(fault(INVALID_REQUEST, phrase))

    def failed(self, error: Exception) -> Reply:
        """The answer to what holds no call."""
        match error:
            case Unreadable():
                told = fault(PARSE_ERROR, f"The body is not XML: {error}.")
            case NotAMessage():
                told = fault(INVALID_REQUEST, f"The body is not a call: {error}.")
            case _:
                return super().failed(error)
        return 200, [_XML], response(told)

    async def _large(self, posted: Posted, charset: str | None) -> Any:
        message = await offload(partial(read, posted.body, charset))
        answer = self._begin(message, posted)
        if type(answer) is Begun:
            return await resume(*answer, posted.receive, self._shutdown)
        return answer

    def _begin(self, message: Message, posted: Posted) -> Any:
        body, headers, _, _, _, made = posted
        answer = self._calls.begin(message, headers, len(body), made)
        return begun(self._answered(message, posted)) if answer is None else answer

    async def _answered(self, message: Message, posted: Posted) -> bytes:
        if message.method is None:
            raise NotAMessage("it has no 'methodName'")
        evidence = self._evidence(posted.headers, posted.scope)
        asked = Asked(posted.headers, len(posted.body), evidence, posted.made)
        return await self._calls.answer(message, asked)


def _charset(headers: HeaderMap) -> str | None:
    """What the content type says of the encoding, if anything."""
    content_type = headers.get(b"content-type", b"")
    found = _CHARSET.search(content_type) if b";" in content_type else None
    return None if found is None else found[1].decode("ascii")
