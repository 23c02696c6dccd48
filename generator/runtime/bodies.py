"""What a service has in store and answers with: a body of a known size, of which parts can be read.

Over REST it is answered as HTTP has it: ``Range``, conditions, ``Content-Disposition`` (RFC 9110
§13, §14; RFC 6266). Every other style sends it whole.
"""

import asyncio
import contextvars
import os
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
)
from concurrent.futures import Future
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from .threads import threads

T = TypeVar("T")

# Bytes that are read of a file at a time.
PIECE = 64 * 1024


class Readable(Protocol):
    """A file that is open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes; none at the end."""
        ...


Content = bytes | Iterable[bytes] | AsyncIterable[bytes] | Readable


@dataclass(frozen=True, kw_only=True)
class StoredBody:
    """A body that the answer of a ``stream<bytes>`` is made of.

    size: how many bytes it has; open: ``open(start, stop)`` gives the bytes from ``start`` up to,
    and without, ``stop``: bytes, an iterator of them, or a file; it may be a ``def``, which runs in
    a thread, or an ``async def``. What it gives is closed in any case.
    filename: what a browser shall save it as; etag: its entity tag, without the quotes;
    media_type: instead of the contract's; modified: when it was changed last.
    ValueError for what HTTP cannot carry.
    """

    size: int
    open: Callable[[int, int], Content | Awaitable[Content]]
    filename: str | None = None
    etag: str | None = None
    media_type: str | None = None
    modified: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse at once what could not be answered with."""
        if self.size < 0:
            raise ValueError("a size is not negative")
        tag, kind = self.etag, self.media_type
        if tag is not None and (not _is_text(tag) or '"' in tag):
            raise ValueError(f"an entity tag is ASCII without quotes: {tag!r}")
        if kind is not None and (not _is_text(kind) or "/" not in kind):
            raise ValueError(f"not a media type: {kind!r}")
        if self.modified is not None and self.modified.tzinfo is None:
            raise ValueError("modified needs a time zone")

    @classmethod
    def of_file(
        cls,
        path: str | os.PathLike[str],
        *,
        filename: str | None = None,
        media_type: str | None = None,
    ) -> Self:
        """A file on the disk, with a tag that changes when it does; OSError if there is none.

        filename: what it is saved as; media_type: without it, what the name of the file says, or
        else the contract.
        """
        import mimetypes

        file = Path(path)
        status = file.stat()

        def read_from(start: int, stop: int) -> Readable:
            del stop
            opened = file.open("rb")
            opened.seek(start)
            return opened

        return cls(
            size=status.st_size,
            open=read_from,
            filename=filename,
            etag=f"{status.st_mtime_ns:x}-{status.st_size:x}",
            media_type=media_type or mimetypes.guess_type(file.name)[0],
            modified=datetime.fromtimestamp(status.st_mtime, UTC),
        )

    async def pieces(
        self,
        start: int = 0,
        stop: int | None = None,
    ) -> AsyncGenerator[bytes, None]:
        """The bytes from ``start`` up to ``stop``, a piece at a time; close it (``aclose``).

        EOFError where the store gives fewer or more than that.
        """
        stop = self.size if stop is None else stop
        if start >= stop:
            return
        left = stop - start
        steps = _Steps()
        opened: Any = await steps.run(self.open, start, stop)
        try:
            if isinstance(opened, Awaitable):
                opened = await opened
            async for piece in _pieces_of(opened, left, steps):
                left -= len(piece)
                if left < 0:
                    raise EOFError(f"the store gave {-left} bytes too many")
                yield piece
        finally:
            await steps.close(opened)
        if left:
            raise EOFError(f"the store gave {left} bytes too few")


# What a method gives back that answers with a file.
_File = AsyncIterable[bytes] | Iterable[bytes] | StoredBody
FileResult = _File | Awaitable[_File]


def stored(result: object) -> StoredBody | None:
    """A result as a StoredBody, be it one of another copy of this package; None if it is none."""
    if isinstance(result, StoredBody):
        return result
    if type(result).__name__ != StoredBody.__name__:
        return None
    names = (field.name for field in fields(StoredBody))
    given = {name: getattr(result, name) for name in names if hasattr(result, name)}
    return StoredBody(**given)


def _is_text(text: str) -> bool:
    """Whether a header can hold it."""
    return text.isascii() and text.isprintable()


async def _pieces_of(opened: Any, size: int, steps: "_Steps") -> AsyncIterator[bytes]:
    if isinstance(opened, bytes | bytearray | memoryview):
        yield bytes(opened)
    elif isinstance(opened, AsyncIterable):
        async for piece in opened:
            yield piece
    elif hasattr(opened, "read"):
        left = size
        while left > 0 and (piece := await steps.run(opened.read, min(left, PIECE))):
            left -= len(piece)
            yield piece
    else:
        pieces: Iterator[bytes] = iter(opened)
        while (piece := await steps.run(lambda: next(pieces, None))) is not None:
            yield piece


class _Steps:
    """Runs the functions of a store in threads, one at a time."""

    def __init__(self) -> None:
        self._last: Future[Any] | None = None

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Call a function; one that raises StopIteration would leave its future for ever."""

        def step() -> T:
            try:
                return function(*args)
            except StopIteration as error:
                raise RuntimeError("the store raised StopIteration") from error

        self._last = threads().submit(contextvars.copy_context().run, step)
        result: T = await asyncio.wrap_future(self._last)
        return result

    async def close(self, opened: Any) -> None:
        """Close what ``open`` gave, if it can be closed; in a thread, after what still runs."""
        if (close := getattr(opened, "aclose", None)) is not None:
            await close()
        elif (close := getattr(opened, "close", None)) is not None:
            last = self._last
            if last is None or last.done():
                await self.run(close)
            else:
                last.add_done_callback(lambda _: threads().submit(close))
