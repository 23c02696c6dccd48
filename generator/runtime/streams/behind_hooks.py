"""Streams behind hooks: made in the context that they left, checked where they replace one."""

import types
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from contextvars import Context, copy_context
from typing import Any

from ..bodies import StoredBody
from ..hooks import aclose


class Kept(AsyncIterator[Any]):
    """The items of an answer, each made in the context in which the stream began.

    A hook has returned by then, and may have set back what it had set in the context.
    """

    def __init__(self, items: Any) -> None:
        self._items = items
        self._context = copy_context()

    async def __anext__(self) -> Any:
        return await _within(self._context, self._items.__anext__)

    @property
    def stored(self) -> Any:
        """The file that the method gave, if it is one that it has in store."""
        return self._items.stored

    def replace(self, items: Any) -> None:
        """Give these in place of what the method gave."""
        self._items.replace(items)

    async def aclose(self) -> None:
        """End the method, wherever it is."""
        await _within(self._context, self._close)

    async def _close(self) -> None:
        await aclose(self._items)


@types.coroutine
def _within(
    context: Context, make: Callable[[], Coroutine[Any, Any, Any]]
) -> Generator[Any, Any, Any]:
    """Await a coroutine of which each step runs in a context."""
    work = context.run(make)
    try:
        waits_for = context.run(work.send, None)
        while True:
            try:
                sent = yield waits_for
            except GeneratorExit:
                context.run(work.close)
                raise
            except BaseException as thrown:  # noqa: BLE001
                waits_for = context.run(work.throw, thrown)
            else:
                waits_for = context.run(work.send, sent)
    except StopIteration as done:
        return done.value


class Observed(AsyncIterator[Any]):
    """The items of an answer, of which hooks are told when they are over."""

    def __init__(self, items: Any, original: Kept) -> None:
        self._items = items
        self._original = original
        self.replace = original.replace

    async def __anext__(self) -> Any:
        return await anext(self._items)

    @property
    def stored(self) -> Any:
        """The file that the method gave, if it is one that it has in store."""
        return self._original.stored

    async def aclose(self) -> None:
        """End the method, wherever it is."""
        await aclose(self._items)


class Replaced(AsyncIterator[Any]):
    """The items that a hook gives, checked like those of a service.

    original: what they may be made of, which is closed with them. check: makes of an item what
    leaves, or raises; leaving: makes of a failure what leaves.
    """

    def __init__(
        self,
        items: Any,
        original: Any,
        check: Callable[[Any], Any],
        leaving: Callable[[BaseException], BaseException],
        stored: StoredBody | None = None,
    ) -> None:
        self._items = aiter(items)
        self.stored = stored
        self._original = original
        self._check = check
        self._leaving = leaving

    async def __anext__(self) -> Any:
        failure: BaseException | None = None
        try:
            item = await anext(self._items)
        except StopAsyncIteration:
            raise
        except BaseException as error:
            failure = self._leaving(error)
            if failure is error:
                raise
            raise failure from error
        finally:
            failure = None  # its traceback holds this frame
        return self._check(item)

    def replace(self, items: Any) -> None:
        """Give these in place of the hook's."""
        self._items = aiter(items)

    async def aclose(self) -> None:
        """End what the hook made, and the method."""
        try:
            await aclose(self._items)
        finally:
            await aclose(self._original)
