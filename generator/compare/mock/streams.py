"""Makes up what a service with streams answers: the items of an example, else ones that fit."""

import asyncio
import itertools
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from generator.compare.mock.binary import binary
from generator.emit.examples.values import ExampleValues, converted
from generator.emit.examples.variants import sibling
from generator.model import Api, Json, NamedRef, Operation, Record

# Items of a stream for which the contract has no example.
_ITEMS = 5
_PIECE = 65_536


def items_of(api: Api, values: ExampleValues, operation: Operation, response: Any) -> Sequence[Any]:
    """What an operation streams back: an example's items, else some that differ; pieces of a file.

    response: the type of one. Nothing where it does not stream back.
    """
    if not operation.stream_output:
        return ()
    assert operation.output is not None
    if response is bytes:
        media_type = operation.body_out.media_type if operation.body_out else ""
        content = binary(media_type)
        return [content[at : at + _PIECE] for at in range(0, len(content), _PIECE)]
    for example in operation.examples:
        if isinstance(example.output, list):
            return [converted(item, response) for item in example.output]
    first = values.of(operation.output)
    return [converted(item, response) for item in _some(api, operation, first)]


def _some(api: Api, operation: Operation, first: Json) -> Iterator[Json]:
    record = api.types[operation.output.name] if isinstance(operation.output, NamedRef) else None
    for number in range(_ITEMS):
        if number and isinstance(record, Record) and isinstance(first, dict):
            yield sibling(api, record, first, number)
        else:
            yield first


def streaming(
    takes: str,
    gives: bool,
    items: Sequence[Any],
    begin: Callable[[dict[str, Any]], Any],
    pause: float,
) -> Callable[..., Any]:
    """A method that streams.

    takes: the parameter of the client's stream, "" without one; begin: what is done with the other
    arguments, which gives the result where no items come back; pause: seconds before each item.
    """

    async def answer(**arguments: Any) -> AsyncIterator[Any]:
        begin(arguments)
        for item in items:
            await asyncio.sleep(pause)
            yield item

    async def exchange(**arguments: Any) -> AsyncIterator[Any]:
        incoming: AsyncIterable[Any] = arguments.pop(takes)
        begin(arguments)
        own = itertools.cycle(items)
        async for _ in incoming:
            yield next(own)

    async def collect(**arguments: Any) -> Any:
        incoming: AsyncIterable[Any] = arguments.pop(takes)
        result = begin(arguments)
        async for _ in incoming:
            pass
        return result

    if not gives:
        return collect
    return exchange if takes else answer
