"""The service of the Connect conformance suite: it answers as each request tells it to.

Its operations take and give the suite's own messages as they are, which hold ``Any``: so each is
written by hand, with a codec that knows these messages instead of records of a contract.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from generator.runtime.call import Call, current_call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError

PACKAGE = "connectrpc.conformance.v1"
_CODES = {code.number: code for code in Code}


class AskedError(ServiceError):
    """The error that a request asks for; details: each as ``google.protobuf.Any``."""

    details: Sequence[Any] = ()


# The class of a message by its name below the package.
Classes = Callable[[str], Any]
Headers = list[tuple[str, str]]


class Told:
    """What an answer has beside messages, which the test's server fills in for each call.

    headers, trailers: of the answer; query: what a GET had in its URL.
    """

    def __init__(self, query: dict[str, list[str]] | None = None) -> None:
        self.headers: Headers = []
        self.trailers: Headers = []
        self.query = query


class Echo:
    """Implements all methods but ``Unimplemented``."""

    def __init__(self, classes: Classes, told: Callable[[Call], Told]) -> None:
        """``told``: finds what belongs to the answer of a call."""
        self._class = classes
        self._told = told

    async def unary(self, *, message: Any) -> Any:
        """One message, one answer."""
        return await self._answer("UnaryResponse", message.response_definition, [message])

    async def idempotent_unary(self, *, message: Any) -> Any:
        """The same, which may come as a GET."""
        definition = message.response_definition
        return await self._answer("IdempotentUnaryResponse", definition, [message])

    async def client_stream(self, *, messages: AsyncIterator[Any]) -> Any:
        """All messages, one answer, as the first one tells."""
        seen = [message async for message in messages]
        definition = seen[0].response_definition if seen else None
        return await self._answer("ClientStreamResponse", definition, seen)

    async def server_stream(self, *, message: Any) -> AsyncIterator[Any]:
        """One message, as many answers as it tells."""
        answers = self._answers("ServerStreamResponse", message.response_definition, [message])
        async for answer in answers:
            yield answer

    async def bidi_stream(self, *, messages: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """All messages, then all answers; full duplex is for HTTP/2."""
        seen = [message async for message in messages]
        if seen:
            answers = self._answers("BidiStreamResponse", seen[0].response_definition, seen)
            async for answer in answers:
                yield answer

    async def _answer(self, name: str, definition: Any, seen: list[Any]) -> Any:
        info = self._info(seen)
        if definition is None:
            return self._response(name, b"", info)
        self._tell(definition)
        await asyncio.sleep(definition.response_delay_ms / 1000)
        if definition.HasField("error"):
            raise self._failure(definition.error, info)
        return self._response(name, definition.response_data, info)

    async def _answers(self, name: str, definition: Any, seen: list[Any]) -> AsyncIterator[Any]:
        info = self._info(seen)
        self._tell(definition)
        for data in definition.response_data:
            await asyncio.sleep(definition.response_delay_ms / 1000)
            yield self._response(name, data, info)
            info = None
        if definition.HasField("error"):
            raise self._failure(definition.error, info)

    def _tell(self, definition: Any) -> None:
        told = self._told(current_call())
        for one in definition.response_headers:
            told.headers += [(one.name, value) for value in one.value]
        for one in definition.response_trailers:
            told.trailers += [(one.name, value) for value in one.value]

    def _response(self, name: str, data: bytes, info: Any) -> Any:
        response = self._class(name)()
        response.payload.data = data
        if info is not None:
            response.payload.request_info.CopyFrom(info)
        return response

    def _info(self, seen: list[Any]) -> Any:
        """What was seen of a request."""
        call = current_call()
        info = self._class("ConformancePayload.RequestInfo")()
        for name, text in call.headers.items():
            info.request_headers.add(name=name, value=[text])
        remaining = call.remaining()
        if remaining is not None:
            info.timeout_ms = round(remaining * 1000)
        for message in seen:
            info.requests.add().Pack(message)
        query = self._told(call).query
        if query is not None:
            for name, values in query.items():
                info.connect_get_info.query_params.add(name=name, value=values)
        return info

    def _failure(self, error: Any, info: Any) -> AskedError:
        failure = AskedError(error.message, code=_CODES[error.code])
        details = [*error.details]
        if info is not None:
            packed = type(error)().details.add()
            packed.Pack(info)
            details.append(packed)
        failure.details = details
        return failure
