"""Answers the requests of MCP by calling a service, whatever brought them."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import Any, NamedTuple

from generator.runtime.auth.evidence import Evidence
from generator.runtime.auth.refusal import Refusal
from generator.runtime.call import Call
from generator.runtime.coroutines import proceed
from generator.runtime.dispatch import Begun, Target
from generator.runtime.error_data import error_data
from generator.runtime.guard import Guard
from generator.runtime.http.headers import HeaderMap, call_of
from generator.runtime.idempotency.store import IdempotencyStore
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import INVALID_PARAMS, METHOD_NOT_FOUND, NUMBERS
from generator.runtime.shutdown import Shutdown, stopping
from generator.runtime.streams.collected import CollectedTarget
from generator.runtime.streams.whole import WholeTarget
from generator.runtime.unions import encode
from generator.runtime.whole_calls import target_of, waited
from generator.runtime.wire import Wire
from generator.styles.mcp.runtime.document import Document
from generator.styles.mcp.runtime.messages import Fault, Message, notification
from generator.styles.mcp.runtime.results import ended, failed, written
from generator.styles.mcp.runtime.settings import McpSettings, McpStdioSettings
from generator.styles.mcp.runtime.tool import Tool, Tools
from generator.styles.mcp.runtime.versions import (
    CALL,
    DISCOVER,
    INITIALIZE,
    LIST,
    PING,
    PROGRESS,
    PROGRESS_TOKEN,
    TRACE,
)
from generator.styles.mcp.runtime.wire import served as wire_of

# Seconds between two notifications of progress.
_PAUSE = 0.1


class Served(NamedTuple):
    """A tool, and what serves it."""

    tool: Tool
    target: Target | WholeTarget | CollectedTarget
    guard: Guard | None
    wire: Wire


class Asked(NamedTuple):
    """What came with a request: headers, who sent it, its bytes.

    made: takes the call in it; send: brings a notification to the caller, where that can be.
    """

    headers: HeaderMap
    evidence: Evidence | None
    size: int
    made: list[Call]
    send: Callable[[bytes], Awaitable[None]] | None = None


class RefusedCall(Exception):
    """A call came without credentials that do; ``fault`` says so."""

    def __init__(self, refusal: Refusal, fault: Fault) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
        self.fault = fault


class Calls:
    """What a server does with requests; ``guard`` makes what stands before an operation."""

    def __init__(
        self,
        service: object,
        tools: Tools,
        document: Document,
        settings: McpSettings | McpStdioSettings,
        shutdown: Shutdown,
        store: IdempotencyStore | None,
        guard: Callable[[Operation[Any]], Guard | None],
    ) -> None:
        self._served = {
            tool.name: Served(
                tool,
                _target(service, tool, settings, shutdown, store),
                guard(tool.operation),
                wire_of(tool.name),
            )
            for tool in tools
        }
        self._document = document
        self._shutdown = shutdown

    def reports(self, message: Message) -> bool:
        """Whether a request asks to hear how far it is, and calls what has something to tell."""
        name = message.params.get("name")
        served = self._served.get(name) if type(name) is str else None
        if message.method != CALL or served is None or not served.tool.collected:
            return False
        return type(message.meta.get(PROGRESS_TOKEN)) in {str, int}

    async def answer(self, message: Message, asked: Asked) -> bytes:
        """The response to a request; raises Fault, and RefusedCall for who may not call."""
        if message.method == CALL:
            result = await self._call(message, asked)
        else:
            result = self._told(message)
        tail = self._document.tail if message.stateless else b""
        return b'{"jsonrpc":"2.0","id":%b,"result":{%b%b}}' % (
            encode(message.id),
            result,
            tail,
        )

    def _told(self, message: Message) -> bytes:
        """What the server says of itself."""
        document, params = self._document, message.params
        told = (message.method, message.stateless)
        if message.method == LIST:
            page = document.page(_begin_of(params), stateless=message.stateless)
            if page is None:
                raise message.fault(INVALID_PARAMS, "Unknown cursor.")
            return page
        if told == (DISCOVER, True):
            return document.discovered
        if told == (PING, False):
            return b""
        if told != (INITIALIZE, False):
            raise message.fault(METHOD_NOT_FOUND, "Method not found")
        wanted = params.get("protocolVersion")
        if type(wanted) is not str:
            raise message.fault(INVALID_PARAMS, "protocolVersion is a text.")
        return document.initialized(wanted)

    async def _call(self, message: Message, asked: Asked) -> bytes:
        """The result of a call, be it that it failed."""
        params = message.params
        name, arguments = params.get("name"), params.get("arguments", {})
        if type(name) is not str or type(arguments) is not dict:
            raise message.fault(
                INVALID_PARAMS,
                "name is a text, and arguments are an object.",
            )
        served = self._served.get(name)
        if served is None:
            raise message.fault(INVALID_PARAMS, f"Unknown tool: {name}")
        operation = served.tool.operation
        if self._shutdown.over:
            return failed(operation, stopping())
        call = call_of(_traced(asked.headers, message.meta), operation.name, "mcp")
        call.received = asked.size
        asked.made.append(call)
        try:
            value = await self._value(served, message, arguments, call, asked)
            result = written(served.tool, value)
        except Refusal as error:
            raise _refused(message, operation, error) from None
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
            result = ended(operation, error, self._shutdown)
        if call.callbacks is not None:
            call.sent = len(result)
        return result

    async def _value(
        self,
        served: Served,
        message: Message,
        arguments: dict[str, Any],
        call: Call,
        asked: Asked,
    ) -> Any:
        target, guard = served.target, served.guard
        if guard is not None:
            call.wire = served.wire
        if isinstance(target, CollectedTarget):
            tell = _teller(message, asked)
            return await target.serve(arguments, call, guard, asked.evidence, tell)
        begin = partial(target.begin, arguments, call, asked.size)
        if guard is not None:
            work = partial(waited, begin, self._shutdown)
            return await guard.run(call, asked.evidence, work)
        result = begin()
        return await proceed(*result) if type(result) is Begun else result


def _target(
    service: object,
    tool: Tool,
    settings: McpSettings | McpStdioSettings,
    shutdown: Shutdown,
    store: IdempotencyStore | None,
) -> Target | WholeTarget | CollectedTarget:
    if tool.collected:
        return CollectedTarget(
            service,
            tool.operation,
            shutdown,
            max_timeout=settings.max_timeout,
            max_items=settings.max_items,
            max_size=settings.max_body_size,
        )
    return target_of(
        service,
        tool.operation,
        shutdown,
        max_timeout=settings.max_timeout,
        max_size=settings.max_body_size,
        store=store,
    )


def _begin_of(params: dict[str, Any]) -> int:
    """Where the page begins that a client asks for; -1: nowhere."""
    cursor = params.get("cursor", "0")
    if type(cursor) is not str or len(cursor) > 9:
        return -1
    return int(cursor) if cursor.isascii() and cursor.isdecimal() else -1


def _traced(headers: HeaderMap, meta: dict[str, Any]) -> HeaderMap:
    """The headers, with the trace that a request may tell in its own way (SEP-414)."""
    found = {
        name.encode(): text.encode()
        for name in TRACE
        if type(text := meta.get(name)) is str and text.isascii() and text.isprintable()
    }
    return {**found, **headers} if found else headers


def _teller(message: Message, asked: Asked) -> Callable[[int], Awaitable[None]] | None:
    """What tells a caller that asked for it how many items there are, now and then."""
    send, token = asked.send, message.meta.get(PROGRESS_TOKEN)
    if send is None or type(token) not in {str, int}:
        return None
    after = 0.0

    async def tell(count: int) -> None:
        nonlocal after
        now = monotonic()
        if now >= after:
            after = now + _PAUSE
            await send(
                notification(PROGRESS, {"progressToken": token, "progress": count}),
            )

    return tell


def _refused(
    message: Message,
    operation: Operation[Any],
    error: Refusal,
) -> RefusedCall:
    fault = message.fault(
        NUMBERS[error.code],
        error.message,
        error_data(operation, error),
    )
    return RefusedCall(error, fault)
