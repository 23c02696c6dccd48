"""Turns HTTP requests into messages of MCP and their answers into responses: an ASGI app."""

from collections.abc import Callable, Sequence
from typing import Any, Unpack

from msgspec import UNSET

from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.dispatch import Begun, begun
from generator.runtime.guard import Guard
from generator.runtime.hook import Hook
from generator.runtime.http.asgi import Reply, Scope, resume
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.post_app import SENT, PostApp, Posted
from generator.runtime.http.streaming.peer import Peer
from generator.runtime.idempotency.choice import store_of
from generator.runtime.json_text import NotJson, read
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.rpc_codes import INVALID_REQUEST, METHOD_NOT_FOUND, PARSE_ERROR
from generator.styles.mcp.runtime.agreement import check_headers, check_notified
from generator.styles.mcp.runtime.calls import Asked, Calls, RefusedCall
from generator.styles.mcp.runtime.document import Document, unsupported
from generator.styles.mcp.runtime.events import Events, takes_events
from generator.styles.mcp.runtime.messages import Fault, Message, message_of
from generator.styles.mcp.runtime.origin import Origins
from generator.styles.mcp.runtime.settings import McpOptions, McpSettings
from generator.styles.mcp.runtime.tool import Tools
from generator.styles.mcp.runtime.versions import UNSUPPORTED_VERSION

_JSON = (b"content-type", b"application/json")
# What is wrong with a request whatever its version is, so that older clients, too, get a status.
_ALWAYS = frozenset({PARSE_ERROR, INVALID_REQUEST})


class McpApp(PostApp):
    """Serves one service; what a generated ``create_app`` returns, which explains the limits."""

    paths = frozenset({"", "/", "/mcp", "/mcp/"})
    media_types = frozenset({b"application/json"})
    answers = b"application/json"
    nothing = 202

    def __init__(
        self,
        service: object,
        tools: Tools,
        document: Callable[[], bytes],
        *,
        authenticate: Authenticate | None = None,
        hooks: Sequence[Hook] = (),
        **options: Unpack[McpOptions],
    ) -> None:
        settings = McpSettings(**options)
        super().__init__(service, [tool.operation for tool in tools], settings)
        cors = () if settings.cors is None else settings.cors.origins
        self._origins = Origins([*settings.origins, *cors], settings.public_url)
        self._heartbeat = settings.heartbeat
        self._calls = Calls(
            service,
            tools,
            Document(document),
            settings,
            self._shutdown,
            store_of(service, settings.idempotency),
            lambda operation: Guard.of(operation, "mcp", authenticate, hooks),
        )

    def answer(self, posted: Posted) -> Any:
        """The response to the one message of a body."""
        if len(posted.body) >= LARGE:
            return self._large(posted)
        return self._message(read(posted.body), posted)

    def asked(self, scope: Scope, headers: HeaderMap) -> Reply | None:
        """The answer where no body is read: foreign web pages get none."""
        if not self._origins.allow(headers):
            return self.refusal(403, "Forbidden: pages of this origin may not call")
        return super().asked(scope, headers)

    def refusal(self, status: int, phrase: str, *headers: tuple[bytes, bytes]) -> Reply:
        """An answer of HTTP's own, with an error object that has no id."""
        return status, [_JSON, *headers], Fault(INVALID_REQUEST, phrase).body()

    def failed(self, error: Exception) -> Reply:
        """The answer to what is no message, and to who may not call."""
        match error:
            case NotJson():
                return 400, [_JSON], Fault(PARSE_ERROR, "Parse error").body()
            case Fault():
                return _status(error), [_JSON], error.body()
            case RefusedCall():
                status, headers = self.challenged(error.refusal)
                return status, [_JSON, *headers], error.fault.body()
            case _:
                return super().failed(error)

    async def _large(self, posted: Posted) -> Any:
        value = await offload(read, posted.body)
        answer = self._message(value, posted)
        if type(answer) is Begun:
            return await resume(*answer, posted.receive, self._shutdown)
        return answer if answer is None or isinstance(answer, bytes) else await answer

    def _message(self, value: Any, posted: Posted) -> Any:
        message = message_of(value)
        headers = posted.headers
        if message.id is UNSET:
            return _noted(headers)
        check_headers(message, headers)
        evidence = self._evidence(headers, posted.scope)
        asked = Asked(headers, evidence, len(posted.body), posted.made)
        if self._calls.reports(message) and takes_events(headers):
            return self._reported(message, asked, posted)
        return begun(self._calls.answer(message, asked))

    async def _reported(self, message: Message, asked: Asked, posted: Posted) -> Any:
        """The same for a call that tells how far it is: events, if it has something to tell."""
        events = Events(posted, self._heartbeat)
        with Peer(posted.receive) as peer:
            peer.start()
            try:
                answer = await self._calls.answer(
                    message,
                    asked._replace(send=events.tell),
                )
                peer.stop()
            finally:
                await events.stop()
            if not events.started:
                return answer
            await events.end(answer)
        return SENT


def _noted(headers: HeaderMap) -> None:
    """Take a notification: none of them asks a server for anything that it would not do anyway.

    One that cancels a call does not: anybody could cancel the calls of others. Who closes the
    connection cancels his own.
    """
    version = check_notified(headers)
    if version is not None:
        said = "Unsupported protocol version"
        raise Fault(UNSUPPORTED_VERSION, said, data=unsupported(version))


def _status(fault: Fault) -> int:
    """The status around an error object; to older clients it would say that there is none."""
    if not fault.stateless and fault.number not in _ALWAYS:
        return 200
    return 404 if fault.number == METHOD_NOT_FOUND else 400
