"""Enters a service that is a context manager before it is served, and leaves it after its calls."""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from typing import Any

_logger = logging.getLogger(__name__)

_Message = MutableMapping[str, Any]
_ENTERED: ContextVar[object] = ContextVar("entered", default=None)


class LifespanError(Exception):
    """A service could not be entered or left; the traceback has been logged."""


def is_context(service: object) -> bool:
    """Whether ``async with`` or ``with`` is to be said of a service."""
    kind = type(service)
    return hasattr(kind, "__aenter__") or hasattr(kind, "__enter__")


def has_been_entered(service: object) -> None:
    """Let ``entered`` give a service as it is, in this task: who started it has entered it."""
    _ENTERED.set(service)


@contextlib.asynccontextmanager
async def entered(service: object) -> AsyncIterator[object]:
    """Gives what is to be served: what entering the service gives, or the service itself.

    A service with ``__aenter__`` is entered with ``async with``, one with ``__enter__`` alone with
    ``with``. Raises LifespanError when entering or leaving fails.
    """
    if service is _ENTERED.get():
        yield service
        return
    async with contextlib.AsyncExitStack() as stack:
        given = None
        kind: Any = type(service)
        with _told("start"):
            if hasattr(kind, "__aenter__"):
                given = await kind.__aenter__(service)
            elif hasattr(kind, "__enter__"):
                given = kind.__enter__(service)
        stack.push_async_callback(_leave, service)
        yield service if given is None else given


async def _leave(service: object) -> None:
    kind: Any = type(service)
    with _told("end"):
        if hasattr(kind, "__aexit__"):
            await kind.__aexit__(service, None, None, None)
        elif hasattr(kind, "__exit__"):
            kind.__exit__(service, None, None, None)


@contextlib.contextmanager
def _told(what: str) -> Any:
    try:
        yield
    except Exception as error:
        _logger.exception("The service did not %s.", what)
        text = f"the service did not {what}: {type(error).__name__}: {error}"
        raise LifespanError(text) from error


class Lifespan:
    """Answers ASGI's lifespan protocol with some services: each is entered once.

    An app is bound to its service before: entering has to give the service itself, or nothing.
    """

    def __init__(self, *services: object) -> None:
        self.services = tuple({id(service): service for service in services}.values())

    async def __call__(
        self,
        receive: Callable[[], Awaitable[_Message]],
        send: Callable[[_Message], Awaitable[None]],
    ) -> None:
        """Start, wait, stop, as the host server says."""
        await receive()
        stage = "startup"
        try:
            async with contextlib.AsyncExitStack() as stack:
                for service in self.services:
                    given = await stack.enter_async_context(entered(service))
                    _refuse_another(service, given)
                await send({"type": "lifespan.startup.complete"})
                await receive()
                stage = "shutdown"
        except LifespanError as error:
            await send({"type": f"lifespan.{stage}.failed", "message": str(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})


def _refuse_another(service: object, given: object) -> None:
    if given is not service:
        text = (
            f"entering the service, a {type(service).__name__}, gives another object: "
            "make the app with that one, or let `serve` enter it"
        )
        raise LifespanError(text)
