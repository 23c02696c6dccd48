"""Serves what streams a file as a call like any other: the file is one value, up to a limit."""

import base64
import binascii
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from ..call import Call
from ..codes import Code
from ..dispatch import begun
from ..errors import InvalidArgument, ServiceError, Violation
from ..operation import Operation
from ..shutdown import Shutdown
from .target import StreamTarget


class WholeTarget:
    """Stands in for a `Target` where a message is one piece, as in JSON.

    limit: bytes that a file may have which comes back.
    """

    def __init__(
        self,
        service: object,
        op: Operation[Any],
        max_timeout: float | None,
        limit: int,
        shutdown: Shutdown,
    ) -> None:
        self._op = op
        self._target = StreamTarget(service, op, max_timeout)
        self._limit = limit
        self._shutdown = shutdown

    def begin(self, raw: Mapping[str, Any], call: Call, size: int = 0) -> Any:
        """Serve one call up to where it waits: the result if it never does, else Begun.

        raw: plain JSON data; the file is bytes in base64 in the member that is named as the
        method's parameter.
        """
        del size
        return begun(self._serve(raw, call))

    def arguments(self, text: bytes) -> None:
        """None: there is no quick way."""
        del text

    async def _serve(self, raw: Mapping[str, Any], call: Call) -> Any:
        op = self._op
        given, items = split(op, raw)
        result = await self._target.open(given, call, items, self._shutdown)
        if op.gives is None:
            return result
        most = min(self._limit, op.gives.max_length or self._limit)
        whole = bytearray()
        async with aclosing(result):
            async for piece in result:
                whole += piece
                if len(whole) > most:
                    text = f"The file is larger than {most} bytes."
                    raise ServiceError(text, code=Code.RESOURCE_EXHAUSTED)
        return bytes(whole)


def split(
    op: Operation[Any], raw: Mapping[str, Any]
) -> tuple[dict[str, Any], AsyncIterator[bytes] | None]:
    """The inputs beside a file, and the file in pieces, if the operation takes one.

    Raises InvalidArgument with all that is wrong in both.
    """
    given = dict(raw)
    if op.takes is None:
        return given, None
    name = op.takes.parameter
    detail = ""
    content = b""
    if name not in given:
        detail = "is required"
    else:
        try:
            content = base64.b64decode(given.pop(name), validate=True)
        except (binascii.Error, TypeError, ValueError):
            detail = "must be bytes in base64"
    most = op.takes.max_length
    if most is not None and len(content) > most:
        text = f"The body is larger than {most} bytes."
        raise ServiceError(text, code=Code.RESOURCE_EXHAUSTED)
    if detail:
        raise InvalidArgument(
            violations=[Violation(f"/{name}", detail), *_others(op, given)],
        )
    return given, _one(content)


def _others(op: Operation[Any], given: Mapping[str, Any]) -> list[Violation]:
    try:
        op.decode(given)
    except InvalidArgument as error:
        return [*error.violations]
    return []


async def _one(content: bytes) -> AsyncIterator[bytes]:
    if content:
        yield content
