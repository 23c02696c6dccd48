"""Serves MCP on standard input and output: what an agent starts as a process of its own."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Unpack

from msgspec import UNSET

from generator.runtime.auth.authenticate import Unchecked
from generator.runtime.auth.known import NoEvidence
from generator.runtime.auth.principal import Principal
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.hook import Hook
from generator.runtime.http.headers import HeaderMap
from generator.runtime.idempotency.choice import store_of
from generator.runtime.implementation_check import warn_if_incomplete
from generator.runtime.json_text import NotJson, read
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.rpc_codes import INVALID_REQUEST, NUMBERS, PARSE_ERROR
from generator.runtime.shutdown import Shutdown
from generator.runtime.stdio import Channel, LineTooLong
from generator.runtime.stdio_session import (
    StdioSession,
    guard_of,
    headers_of,
    serve_session,
)
from generator.styles.mcp.runtime.agreement import check_version
from generator.styles.mcp.runtime.calls import Asked, Calls, RefusedCall
from generator.styles.mcp.runtime.document import Document
from generator.styles.mcp.runtime.messages import Fault, Message, message_of
from generator.styles.mcp.runtime.settings import McpStdioOptions, McpStdioSettings
from generator.styles.mcp.runtime.tool import Tools
from generator.styles.mcp.runtime.versions import CANCELLED, PROGRESS_TOKEN

_NO_EVIDENCE = NoEvidence()


async def serve(
    service: object,
    tools: Tools,
    document: Callable[[], bytes],
    *,
    principal: Principal | Unchecked | None = None,
    hooks: Sequence[Hook] = (),
    **options: Unpack[McpStdioOptions],
) -> None:
    """Serve until standard input ends; what a generated ``serve_stdio`` does."""
    settings = McpStdioSettings(**options)
    shutdown = Shutdown()
    warn_if_incomplete(service, [tool.operation for tool in tools])
    calls = Calls(
        service,
        tools,
        Document(document),
        settings,
        shutdown,
        store_of(service, settings.idempotency),
        partial(guard_of, principal, hooks),
    )

    def session(channel: Channel) -> Session:
        return Session(calls, channel, settings, shutdown)

    await serve_session(service, settings, session)


class Session(StdioSession):
    """The calls of one client."""

    def __init__(
        self,
        calls: Calls,
        channel: Channel,
        settings: McpStdioSettings,
        shutdown: Shutdown,
    ) -> None:
        super().__init__(channel, settings, shutdown)
        self._calls = calls

    async def take(self, line: bytes | LineTooLong) -> bytes | None:
        """Begin what a line asks for; gives what is to be answered at once."""
        try:
            await self._take(line)
        except Fault as fault:
            return fault.body()
        return None

    async def _take(self, line: bytes | LineTooLong) -> None:
        if isinstance(line, LineTooLong):
            most = self._settings.max_body_size
            raise Fault(INVALID_REQUEST, f"A message has at most {most} bytes.")
        try:
            value = await offload(read, line) if len(line) >= LARGE else read(line)
        except NotJson:
            raise Fault(PARSE_ERROR, "Parse error") from None
        message = message_of(value)
        if message.id is UNSET:
            self._note(message)
            return
        check_version(message)
        if self.runs(message.id):
            text = "A request of this id has no answer yet."
            raise message.fault(INVALID_REQUEST, text)
        if self.full:
            text = f"At most {self._settings.max_calls} calls run at a time."
            raise message.fault(NUMBERS[Code.RESOURCE_EXHAUSTED], text)
        made: list[Call] = []
        self.begin(message.id, self._respond(message, len(line), made), made)

    def _note(self, message: Message) -> None:
        """Cancel a call that nobody waits for any more; other notifications ask for nothing."""
        id = message.params.get("requestId")
        if message.method != CANCELLED or isinstance(id, bool):
            return
        if isinstance(id, str | int):
            self.cancel(id)

    async def _respond(self, message: Message, size: int, made: list[Call]) -> bytes:
        """The answer to one request; nothing is said to one that has been cancelled."""
        headers = _headers(message.meta)
        asked = Asked(headers, _NO_EVIDENCE, size, made, self._channel.send)
        try:
            return await self._calls.answer(message, asked)
        except Fault as fault:
            return fault.body()
        except RefusedCall as error:
            return error.fault.body()


def _headers(meta: dict[str, Any]) -> HeaderMap:
    """What HTTP's headers would say: members of ``_meta`` that are texts, by plain names."""
    plain = {name: text for name, text in meta.items() if "/" not in name}
    plain.pop(PROGRESS_TOKEN, None)
    return headers_of(plain)
