"""What may be wrapped around every call, on servers and clients of all styles."""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from typing import Any

from .call import Call

Done = Callable[[BaseException | None], None]


class AbandonedError(Exception):
    """A stream was closed before its end: whoever read it wanted no more."""


class Proceed:
    """What a hook goes on with, once."""

    __slots__ = ("_work",)

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work: Callable[[], Any] | None = work

    def __call__(self) -> Any:
        work, self._work = self._work, None
        if work is None:
            raise twice()
        return work()


def twice() -> RuntimeError:
    """What comes of going on a second time."""
    return RuntimeError("a hook may call proceed() once: the call has been made")


def chained(
    hooks: Sequence[Callable[..., Any]],
    call: Call,
    proceed: Callable[[], Any],
) -> Any:
    """What the hooks around a call give, the first one outermost.

    proceed: what the last one goes on with, which can be called once.
    """
    for hook in hooks[:0:-1]:
        proceed = Proceed(partial(hook, call, proceed))
    return hooks[0](call, proceed)


def checked_hooks(
    hooks: Sequence[Callable[..., Any]], *, sync: bool = False
) -> tuple[Callable[..., Any], ...]:
    """The hooks of a server or client; TypeError if one is not of its kind.

    sync: they are for a sync client, which cannot await them.
    """
    if callable(hooks):
        raise TypeError(f"hooks are a sequence: write hooks=[{_name(hooks)}]")
    for hook in hooks:
        if not callable(hook):
            raise TypeError(f"not a hook, as it cannot be called: {hook!r}")
        is_async = _is_async(hook)
        if is_async and sync:
            text = f"{_name(hook)} is an async def"
            raise TypeError(f"a hook of a sync client is a def, but {text}")
        if not is_async and not sync:
            text = f"a hook is an async def, but {_name(hook)} is not one"
            raise TypeError(f"{text}: write `async def` and `await proceed()`")
    return tuple(hooks)


def _is_async(hook: Any) -> bool:
    is_async = inspect.iscoroutinefunction
    return is_async(hook) or is_async(type(hook).__call__)


def _name(hook: Any) -> str:
    return getattr(hook, "__qualname__", None) or repr(hook)


def observed(result: Any, done: Done) -> Any:
    """The result of a call, of which ``done`` is told once when it is over.

    It gets None, or what ended the call: the error of a stream, and AbandonedError for one that
    its reader did not read to the end. To be used by hooks, as what they return: a value is over at
    once, a stream when its last item has been read.
    """
    if hasattr(result, "__anext__"):
        return _Observed(result, done)
    if hasattr(result, "__next__"):
        return _SyncObserved(result, done)
    done(None)
    return result


def unobserved(result: Any) -> Any:
    """What ``observed`` was given, where that is what it gives back."""
    while type(result) is _Observed:
        result = result.items
    return result


class _Once:
    """Tells it once."""

    def __init__(self, items: Any, done: Done) -> None:
        self.items = items
        self._done: Done | None = done

    def _tell(self, error: BaseException | None) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(error)


class _Observed(_Once, AsyncIterator[Any]):
    async def __anext__(self) -> Any:
        try:
            return await anext(self.items)
        except StopAsyncIteration:
            self._tell(None)
            raise
        except BaseException as error:
            self._tell(error)
            raise

    async def aclose(self) -> None:
        """Close the stream; what it has not given is not wanted."""
        try:
            await aclose(self.items)
        finally:
            self._tell(AbandonedError("The stream was not read to its end."))


class _SyncObserved(_Once, Iterator[Any]):
    def __next__(self) -> Any:
        try:
            return next(self.items)
        except StopIteration:
            self._tell(None)
            raise
        except BaseException as error:
            self._tell(error)
            raise

    def close(self) -> None:
        """Close the stream; what it has not given is not wanted."""
        try:
            close(self.items)
        finally:
            self._tell(AbandonedError("The stream was not read to its end."))


def close(items: Any) -> None:
    """Close a stream, if it can be closed."""
    if (end := getattr(items, "close", None)) is not None:
        end()


async def aclose(items: Any) -> None:
    """Close an async stream, if it can be closed."""
    if (end := getattr(items, "aclose", None)) is not None:
        await end()
