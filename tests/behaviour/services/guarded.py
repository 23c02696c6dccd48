"""A service that tells its callers who they are."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Any

from generated._support import current_call


class Mirror:
    """Counts the calls that reached it."""

    def __init__(self, types: Any) -> None:
        self._who = types.Who
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        async def tell(**_: Any) -> Any:
            return self._me()

        return tell

    def _me(self) -> Any:
        self.calls += 1
        principal = current_call().principal
        return self._who(subject="" if principal is None else principal.subject)

    async def watch(self, **_: Any) -> AsyncIterator[Any]:
        """Who calls, twice."""
        yield self._me()
        yield self._me()

    async def tell(self, whos: AsyncIterable[Any], **_: Any) -> Any:
        """Who calls, when the stream has ended."""
        async for _who in whos:
            pass
        return self._me()
