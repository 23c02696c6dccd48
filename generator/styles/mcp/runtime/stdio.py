"""Serves MCP on standard input and output: what an agent starts as a process of its own."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Unpack

from msgspec import UNSET

from generator.runtime.auth.authenticate import Unchecked
from generator.runtime.auth.known import KnownCaller, NoEvidence
from generator.runtime.auth.principal import Principal
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.guard import Guard
from generator.runtime.hook import Hook
from generator.runtime.http.headers import HeaderMap
from generator.runtime.idempotency.choice import store_of
from generator.runtime.implementation_check import warn_if_incomplete
from generator.runtime.json_text import NotJson, read
from generator.runtime.lifespan import entered
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import INVALID_REQUEST, NUMBERS, PARSE_ERROR
from generator.runtime.shutdown import Shutdown
from generator.runtime.stdio import Channel, LineTooLong, taken
from generator.styles.mcp.runtime.agreement import check_version
from generator.styles.mcp.runtime.calls import Asked, Calls, RefusedCall
from generator.styles.mcp.runtime.document import Document
from generator.styles.mcp.runtime.messages import Fault, Id, Message, message_of
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
        partial(_guard, principal, hooks),
    )
    async with entered(service):
        with taken() as (source, target):
            channel = Channel(source, target, settings.max_body_size)
            try:
                await Session(calls, channel, settings, shutdown).run()
            finally:
                channel.close()


def _guard(
    principal: Principal | Unchecked | None,
    hooks: Sequence[Hook],
    operation: Operation[Any],
) -> Guard | None:
    judge = KnownCaller.of(operation, principal)
    return Guard(operation, judge, hooks) if judge is not None or hooks else None


class Session:
    """The calls of one client, side by side, until its messages end."""

    def __init__(
        self,
        calls: Calls,
        channel: Channel,
        settings: McpStdioSettings,
        shutdown: Shutdown,
    ) -> None:
        self._calls = calls
        self._channel = channel
        self._settings = settings
        self._shutdown = shutdown
        self._running: dict[Id, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Answer all messages; what still runs at their end has ``grace`` seconds more."""
        reading = asyncio.create_task(self._read())
        stopping = asyncio.create_task(self._settings.stop.wait())
        try:
            await asyncio.wait([reading, stopping], return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                reading.result()
            reading.cancel()
            await self._end()
        except OSError:
            pass  # nobody reads the answers any more
        finally:
            reading.cancel()
            stopping.cancel()
            for task in self._running.values():
                task.cancel()
            await self._wait(1)

    async def _read(self) -> None:
        async for line in self._channel.lines():
            try:
                await self._take(line)
            except Fault as fault:
                await self._channel.send(fault.body())

    async def _end(self) -> None:
        await self._wait(self._settings.grace)
        self._shutdown.end()
        await self._wait(1)

    async def _wait(self, seconds: float) -> None:
        """Wait for what still runs."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=seconds)

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
        if message.id in self._running:
            text = "A request of this id has no answer yet."
            raise message.fault(INVALID_REQUEST, text)
        if len(self._running) >= self._settings.max_calls:
            text = f"At most {self._settings.max_calls} calls run at a time."
            raise message.fault(NUMBERS[Code.RESOURCE_EXHAUSTED], text)
        task = asyncio.create_task(self._answer(message, len(line)))
        self._running[message.id] = task
        # One that is cancelled at once never begins.
        task.add_done_callback(partial(self._over, message.id))

    def _note(self, message: Message) -> None:
        """Cancel a call that nobody waits for any more; other notifications ask for nothing."""
        id = message.params.get("requestId")
        if message.method != CANCELLED or isinstance(id, bool):
            return
        task = self._running.get(id) if isinstance(id, str | int) else None
        if task is not None:
            task.cancel()

    def _over(self, id: Id, _: object) -> None:
        del self._running[id]

    async def _answer(self, message: Message, size: int) -> None:
        """Answer one request; nothing is said to one that has been cancelled."""
        made: list[Call] = []
        headers = _headers(message.meta)
        asked = Asked(headers, _NO_EVIDENCE, size, made, self._channel.send)
        try:
            try:
                answer = await self._calls.answer(message, asked)
            except Fault as fault:
                answer = fault.body()
            except RefusedCall as error:
                answer = error.fault.body()
            with contextlib.suppress(OSError):  # who reads no more ends the input, too
                await self._channel.send(answer)
        finally:
            for call in made:
                if call.callbacks is not None:
                    call.answered()


def _headers(meta: dict[str, Any]) -> HeaderMap:
    """What HTTP's headers would say: members of ``_meta`` that are texts, by plain names."""
    return {
        name.lower().encode(): text.encode()
        for name, text in meta.items()
        if type(text) is str
        and "/" not in name
        and name != PROGRESS_TOKEN
        and (name + text).isascii()
        and (name + text).isprintable()
    }
