"""One request to a route that is guarded: what of it is read when its guard has let it pass."""

import asyncio
from collections.abc import Sequence
from types import CoroutineType
from typing import Any

from generator.formats.text.runtime.urls import NotText
from generator.formats.xml.runtime.elements import NotXml
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.coroutines import proceed
from generator.runtime.dispatch import Begun
from generator.runtime.guard import Guard
from generator.runtime.http.asgi import (
    BodyReader,
    BodyTimeoutError,
    BodyTooLargeError,
    DisconnectedError,
    Receive,
    Scope,
    Watch,
)
from generator.runtime.http.headers import HeaderMap, RepeatedHeaderError
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.shutdown import Shutdown, stopping
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.writer import Representation

# What a request is refused for before there is an input to check.
UNREADABLE = (BodyTooLargeError, BodyTimeoutError, NotText, NotXml, RepeatedHeaderError)
_CLOSE = {"connection": "close"}  # after a request that did not end (RFC 9110 §15.5.9)


def refused(error: Exception) -> Refused:
    """The refusal of a request that cannot be read, for what reading it has raised."""
    match error:
        case BodyTooLargeError():
            return Refused(str(error), status=413, code=Code.RESOURCE_EXHAUSTED)
        case BodyTimeoutError():
            late = Code.DEADLINE_EXCEEDED
            return Refused(str(error), status=408, code=late, headers=_CLOSE)
        case _:
            return Refused(str(error), status=400)


class Guarded:
    """A request, from its headers to the value that is the answer.

    form: the representation that its client wants; None until it is known.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        values: Sequence[str],
        scope: Scope,
        headers: HeaderMap,
        receive: Receive,
        bodies: BodyReader,
        shutdown: Shutdown,
    ) -> None:
        self._endpoint = endpoint
        self._values = values
        self._scope = scope
        self._headers = headers
        self._receive = receive
        self._bodies = bodies
        self._shutdown = shutdown
        self._watch: Watch | None = None
        self._gone = False
        self.form: Representation | None = None

    async def result(self, guard: Guard, call: Call) -> Any:
        """What the call comes to.

        DisconnectedError where the client goes away; `unavailable` where the server ends first.
        """
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._call = call
        self._shutdown.enter(task)
        try:
            evidence = self._endpoint.evidence(self._headers, self._scope)
            return await guard.run(call, evidence, self._serve)
        except asyncio.CancelledError:
            if self._has_left():
                raise DisconnectedError from None
            if self._shutdown.over:
                raise self._shutdown.answer() from None
            raise
        finally:
            if self._watch is not None:
                self._watch.stop()
            self._shutdown.leave(task)

    def _has_left(self) -> bool:
        """Whether the client went away."""
        return self._gone or (self._watch is not None and self._watch.fired)

    async def _serve(self) -> Any:
        """Read the request, and call the method."""
        try:
            return await self._read()
        except UNREADABLE as error:
            raise refused(error) from None
        except DisconnectedError:
            # To hooks, that is a call that is cancelled, as it is in every style.
            self._gone = True
            raise asyncio.CancelledError from None
        except asyncio.CancelledError:
            if self._shutdown.over and not self._has_left():
                raise self._shutdown.answer() from None
            raise

    async def _read(self) -> Any:
        if self._shutdown.over:
            raise stopping()
        endpoint, headers = self._endpoint, self._headers
        self.negotiated()
        body: Any = b""
        if endpoint.has_body:
            if b"expect" in headers:
                endpoint.expect(headers)
            body = self._bodies.begin(headers, self._receive)
            if type(body) is CoroutineType:
                body = await body
        query, values = self._scope["query_string"], self._values
        if len(body) < LARGE:
            result = endpoint.begin(values, query, headers, body, self._call)
        else:
            raw = await offload(endpoint.read, values, query, headers, body)
            result = endpoint.target.begin(raw, self._call, len(body))
        # A call that never waits needs no watch over its client.
        if type(result) is Begun:
            if self._watch is None:
                self._watch = Watch(self._receive, self._shutdown, self._task)
            result = await proceed(*result)
        return result

    def negotiated(self) -> Representation:
        """The representation that the client wants; 406 if there is none."""
        if self.form is None:
            accept = self._headers.get(b"accept")
            endpoint = self._endpoint
            self.form = endpoint.chosen.get(accept) or endpoint.negotiate(accept)
            if endpoint.has_marks:
                endpoint.unmark(self._headers, self.form)
        return self.form
