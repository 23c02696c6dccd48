"""Turns the items that a caller streams into the messages of one call; no I/O."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from generator.formats.protobuf_rpc.runtime.pieces import pieces

if TYPE_CHECKING:
    from generator.formats.protobuf.runtime.items import ItemWriter


class StreamWriter:
    """Writes the messages of one call.

    Inputs beside the items go first, in a message of their own: the server may have something to
    say before there is an item.
    """

    def __init__(self, writer: "ItemWriter", others: bytes) -> None:
        """others: the message that has the other inputs."""
        self._writer = writer
        self._others = others

    def write(self, items: Iterator[Any]) -> Iterator[bytes]:
        """The bytes of each message, when it is asked for; InvalidArgument."""
        if self._writer.has_others:
            yield self._others
        for at, item in enumerate(items):
            yield from self._written(item, at)

    async def write_async(
        self,
        items: AsyncIterator[Any],
    ) -> AsyncGenerator[bytes, None]:
        """The same of an async iterator."""
        if self._writer.has_others:
            yield self._others
        at = 0
        async for item in items:
            for data in self._written(item, at):
                yield data
            at += 1

    def _written(self, item: Any, at: int) -> Iterable[bytes]:
        write = self._writer.write
        if self._writer.chunks:
            return (write(piece, at) for piece in pieces(item))
        return (write(item, at),)
