"""What the generated ``calls.py`` derives from: how a method becomes a call; no transport."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Generator,
    Iterable,
    Iterator,
    Mapping,
)
from typing import Any, ClassVar, TypeVar

from msgspec import UNSET, UnsetType

from .call import CallOptions
from .implementation import unimplemented
from .operation import Operation
from .pages import Tokens

T = TypeVar("T")


class SyncCalls:
    """Makes the calls of a sync client; a style's client overrides ``_call``.

    A stand-in that derives from the generated class overrides the methods that a test calls; the
    others raise `unimplemented`.
    """

    _is_client: ClassVar[bool] = True
    # The names of the contract's schemes of authentication.
    _schemes: ClassVar[tuple[str, ...]] = ()

    def _call(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> T:
        """Keyword arguments, UNSET or None where left out → what comes back."""
        del values, options
        raise unimplemented(operation.name)

    def _send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any],
    ) -> T:
        """The same with a stream of items, each of which is sent when the server takes it."""
        del values, options, items
        raise unimplemented(operation.name)

    def _stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any] | None = None,
    ) -> Generator[T, None, None]:
        """The items that come back, one by one; to close it ends the call."""
        del values, options, items
        raise unimplemented(operation.name)

    def _items(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> Iterator[Any]:
        """Every item of a list, asking for page after page as the items are taken."""
        token: str | UnsetType = UNSET
        tokens = Tokens()
        while True:
            page = self._call(operation, {**values, "page_token": token}, options)
            yield from getattr(page, operation.items)
            if not page.next_page_token:
                return
            token = tokens.add(page.next_page_token)


class AsyncCalls:
    """Makes the calls of an async client; the rest is as in `SyncCalls`."""

    _is_client: ClassVar[bool] = True
    # The names of the contract's schemes of authentication.
    _schemes: ClassVar[tuple[str, ...]] = ()

    async def _call(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> T:
        """Keyword arguments, UNSET or None where left out → what comes back."""
        del values, options
        raise unimplemented(operation.name)

    async def _send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any],
    ) -> T:
        """The same with a stream of items, each of which is sent when the server takes it."""
        del values, options, items
        raise unimplemented(operation.name)

    def _stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any] | None = None,
    ) -> AsyncGenerator[T, None]:
        """The items that come back, one by one; to close it ends the call."""
        del values, options, items
        raise unimplemented(operation.name)

    async def _items(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> AsyncIterator[Any]:
        """Every item of a list, asking for page after page as the items are taken."""
        token: str | UnsetType = UNSET
        tokens = Tokens()
        while True:
            page = await self._call(operation, {**values, "page_token": token}, options)
            for item in getattr(page, operation.items):
                yield item
            if not page.next_page_token:
                return
            token = tokens.add(page.next_page_token)
