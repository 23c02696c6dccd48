"""Writes a line for every call that a server has answered: a hook."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TextIO

import msgspec

from .call import Call
from .errors import ServiceError
from .hook import Hook
from .hooks import AbandonedError, observed

logger = logging.getLogger("diptych.access")


def access_log(stream: TextIO | None = None, *, subject: bool = False) -> Hook:
    """A hook that writes one line of JSON for every call, when it has been answered.

    stream: where to write; None: to the logger ``diptych.access``, as INFO. subject: whether the
    line has the principal's subject, which may say who a person is.

    A line has ``time`` (when the call came, RFC 3339), ``operation``, ``style``, ``code`` (``ok``,
    a canonical code, or ``cancelled``), ``duration_ms``, ``received`` and ``sent`` (bytes of
    content; 0 where it is not known), and ``id``, which is that of an `internal` error; never a
    header, never a value. Put it first: it sees what its caller gets.
    """
    write = logger.info if stream is None else _writer(stream)

    async def log(call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
        came, begun = datetime.now(UTC), time.perf_counter()
        code = "ok"

        def ended(error: BaseException | None) -> None:
            nonlocal code
            code = code_of(error)

        def answered() -> None:
            line: dict[str, object] = {
                "time": came.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "operation": call.operation,
                "style": call.style,
                "code": code,
                "duration_ms": round((time.perf_counter() - begun) * 1000, 3),
                "received": call.received,
                "sent": call.sent,
                "id": call.id,
            }
            if subject:
                line["subject"] = getattr(call.principal, "subject", None)
            write(msgspec.json.encode(line).decode())

        call.after(answered)
        try:
            return observed(await proceed(), ended)
        except BaseException as error:
            ended(error)
            raise

    return log


def code_of(error: BaseException | None) -> str:
    """What a call has come to, in a word: ``ok``, a canonical code, ``cancelled``."""
    match error:
        case None:
            return "ok"
        case ServiceError():
            # A hook may have written it as a text.
            return str(error.code)
        case asyncio.CancelledError() | AbandonedError() | GeneratorExit():
            return "cancelled"
        case _:
            return "internal"


def _writer(stream: TextIO) -> Callable[[str], object]:
    def write(line: str) -> None:
        stream.write(line + "\n")
        stream.flush()

    return write
