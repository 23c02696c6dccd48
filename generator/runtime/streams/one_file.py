"""Collects the file that a client streams, for styles in which a message holds all of it."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from ..codes import Code
from ..errors import ServiceError
from ..implementation import not_carried
from ..operation import Operation


class OneFile:
    """A file of which the pieces come one by one.

    limit: bytes that it may have where the contract does not say; title: the style's.
    Raises `unimplemented` for a stream of items, which a message has no place for.
    """

    def __init__(self, operation: Operation[Any], limit: int, title: str) -> None:
        assert operation.takes is not None
        if not operation.takes.chunks:
            raise not_carried(operation.name)
        self._most = operation.takes.max_length or limit
        self._title = title
        self.content = bytearray()

    def add(self, piece: bytes) -> None:
        """One more piece; `resource_exhausted` for one too many."""
        self.content += piece
        if len(self.content) > self._most:
            text = f"{self._title} carries no file of more than {self._most} bytes."
            raise ServiceError(text, code=Code.RESOURCE_EXHAUSTED)

    @classmethod
    def of(
        cls,
        operation: Operation[Any],
        pieces: Iterator[bytes] | None,
        limit: int,
        title: str,
    ) -> bytes | None:
        """The whole file; None where the operation takes none."""
        if pieces is None:
            return None
        file = cls(operation, limit, title)
        for piece in pieces:
            file.add(piece)
        return bytes(file.content)

    @classmethod
    async def of_async(
        cls,
        operation: Operation[Any],
        pieces: AsyncIterator[bytes] | None,
        limit: int,
        title: str,
    ) -> bytes | None:
        """The same of an async client."""
        if pieces is None:
            return None
        file = cls(operation, limit, title)
        async for piece in pieces:
            file.add(piece)
        return bytes(file.content)
