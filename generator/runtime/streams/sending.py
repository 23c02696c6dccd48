"""What a client streams: each item checked as an argument of a call is, when it is taken."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from functools import partial
from typing import Any

from ..call import CallOptions
from ..codes import Code
from ..errors import InvalidArgument, ServiceError, Violation
from ..operation import Operation

# Bytes that are read of an open file at a time.
_PIECE = 64 * 1024


def checked(operation: Operation[Any], items: Iterable[Any]) -> Iterator[Any]:
    """The items; raises InvalidArgument at one that is not of its type."""
    if _is_file(operation, items):
        items = pieces_of(items)
    for at, item in enumerate(items):
        yield _own(operation, item, at)


async def checked_async(
    operation: Operation[Any],
    items: AsyncIterable[Any] | Iterable[Any],
) -> AsyncIterator[Any]:
    """The same; items that are there already need no async iterator."""
    at = 0
    if _is_file(operation, items):
        items = _pieces_of(items)
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield _own(operation, item, at)
            at += 1
    else:
        for item in items:
            yield _own(operation, item, at)
            at += 1


def _is_file(operation: Operation[Any], items: Any) -> bool:
    """Whether the items are an open file, whose own are lines; InvalidArgument for bytes."""
    if operation.takes is None or not operation.takes.chunks:
        return False
    if isinstance(items, bytes | bytearray | memoryview):
        text = "is one piece, not an iterable of pieces: write [content]"
        raise InvalidArgument(violations=[Violation("", text)])
    return is_open_file(items)


def is_open_file(items: Any) -> bool:
    """Whether something is a file that is read without await."""
    return hasattr(items, "read") and not hasattr(items, "__aiter__")


def pieces_of(file: Any) -> Iterator[bytes]:
    """An open file in pieces: its lines may be of any length."""
    return iter(partial(file.read, _PIECE), b"")


async def _pieces_of(file: Any) -> AsyncIterator[bytes]:
    import asyncio  # which no sync client needs

    while piece := await asyncio.to_thread(file.read, _PIECE):
        yield piece


def _own(operation: Operation[Any], item: Any, at: int) -> Any:
    """An item as the contract's own types have it."""
    takes = operation.takes
    assert takes is not None
    if takes.chunks:
        if isinstance(item, bytes | bytearray | memoryview):
            return bytes(item)
        found = Violation("", f"a piece of a file is bytes, not {type(item).__name__}")
        raise InvalidArgument(violations=[found])
    one = operation.item
    try:
        given = one.encode({one.request.__struct_fields__[0]: item})
    except InvalidArgument as error:
        raise InvalidArgument(violations=at_item(error.violations, at)) from None
    if not given:
        raise InvalidArgument(violations=[Violation(f"/{at}", "is required")])
    return next(iter(given.values()))


def at_item(violations: Iterable[Violation], at: int) -> list[Violation]:
    """Violations in the record of one item → where they are in the stream: ``/3/price``."""
    found = []
    for violation in violations:
        _, _, below = violation.pointer.removeprefix("/").partition("/")
        place = f"/{at}/{below}" if below else f"/{at}"
        found.append(Violation(place, violation.detail))
    return found


def stream_timeout(operation: Operation[Any], options: CallOptions) -> float | None:
    """Seconds for a whole stream: the caller's, or the operation's own; no client's default."""
    return operation.timeout if options.timeout is None else options.timeout


def no_result(operation: Operation[Any]) -> ServiceError:
    """What it means that a call ends without the result that it must have."""
    text = f"The answer to {operation.name} has no result."
    return ServiceError(text, code=Code.INTERNAL)
