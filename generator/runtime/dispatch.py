"""Serves one call of one operation, alike in every style: check, call, mask."""

import asyncio
import contextvars
import inspect
import logging
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from .call import CURRENT, Call
from .codes import Code
from .errors import ServiceError
from .operation import Operation

logger = logging.getLogger(__name__)


class Dispatcher:
    """Calls the methods of one service object, be they ``def`` or ``async def``."""

    def __init__(self, service: object, operations: Iterable[Operation[Any]]) -> None:
        self._methods = {op: getattr(service, op.method, None) for op in operations}
        self._is_async = {
            op: inspect.iscoroutinefunction(method) for op, method in self._methods.items()
        }

    async def __call__(self, op: Operation[Any], raw: Mapping[str, Any], call: Call) -> Any:
        """Serve one call: raw JSON data in, the method's value out.

        Raises only what may leave the server: InvalidArgument, the operation's declared
        errors, built-in ServiceErrors; anything else becomes `internal` without its text.
        """
        method = self._methods[op]
        if method is None or op.streaming:
            raise ServiceError(f"{op.name} is not implemented.", code=Code.UNIMPLEMENTED)
        arguments = op.decode(raw)
        token = CURRENT.set(call)
        try:
            if call.deadline is None:
                return await self._run(op, method, arguments)
            return await self._run_until(call.deadline, op, method, arguments)
        except Exception as error:
            raise _leaving(op, error) from error
        finally:
            CURRENT.reset(token)

    async def _run(self, op: Operation[Any], method: Any, arguments: dict[str, Any]) -> Any:
        if self._is_async[op]:
            return await method(**arguments)
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, lambda: context.run(method, **arguments))

    async def _run_until(
        self, deadline: float, op: Operation[Any], method: Any, arguments: dict[str, Any]
    ) -> Any:
        remaining = deadline - time.monotonic()
        try:
            async with asyncio.timeout(remaining) as scope:
                return await self._run(op, method, arguments)
        except TimeoutError:
            if not scope.expired():
                raise
            raise ServiceError("The deadline passed.", code=Code.DEADLINE_EXCEEDED) from None


def _leaving(op: Operation[Any], error: Exception) -> ServiceError:
    """The error as it may leave the server."""
    if isinstance(error, ServiceError) and (not error.members or type(error) in op.errors):
        return error
    return masked(op, error)


def masked(op: Operation[Any], error: Exception) -> ServiceError:
    """What a caller may know of an exception that nobody declared; the log has the rest."""
    correlation = uuid.uuid4().hex
    logger.error("%s failed (correlation id %s)", op.name, correlation, exc_info=error)
    return ServiceError(
        f"An internal error occurred. Correlation id: {correlation}", code=Code.INTERNAL
    )
