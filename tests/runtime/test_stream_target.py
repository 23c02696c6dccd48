"""What serves a stream, whatever style carries it: items, deadlines, failures, endings."""

import asyncio
import gc
import threading
import time
from collections.abc import AsyncIterable, AsyncIterator, Coroutine, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.runtime.call import Call, current_call
from generator.runtime.codes import Code
from generator.runtime.errors import InvalidArgument, ServiceError, Violation
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.runtime.streams.incoming import Incoming
from generator.runtime.streams.outgoing import Outgoing
from generator.runtime.streams.stream import Stream
from generator.runtime.streams.target import StreamTarget
from generator.runtime.validation.schema import Schema
from tests.waiting import DEADLINES, PATIENCE, until


class Request(msgspec.Struct, kw_only=True):
    pass


class Item(msgspec.Struct, kw_only=True):
    item: int


class Lost(ServiceError):
    """One that the operation declares."""

    code = Code.UNAVAILABLE


EMPTY = {"type": "object", "properties": {}, "additionalProperties": False}
SCHEMA = Schema({"$defs": {"Request": EMPTY}})


def operation(*, takes: bool = False, gives: bool = True, **more: Any) -> Operation[Any]:
    return Operation(
        name="Flow",
        method="flow",
        schema=SCHEMA,
        request=Request,
        response=int,
        takes=Stream(parameter="items", record=Item) if takes else None,
        gives=Stream() if gives else None,
        **more,
    )


class Service:
    """One method."""

    def __init__(self, flow: Any) -> None:
        self.flow = flow


def target(flow: Any, **more: Any) -> StreamTarget:
    return StreamTarget(Service(flow), operation(**more))


def call() -> Call:
    return Call(operation="Flow", style="test")


async def opened(flow: Any, items: AsyncIterator[Any] | None = None, **more: Any) -> Outgoing:
    found = await target(flow, takes=items is not None, **more).open({}, call(), items)
    assert isinstance(found, Outgoing)
    return found


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, PATIENCE))


async def sent(*items: int, then: ServiceError | None = None) -> AsyncIterator[int]:
    for item in items:
        yield item
    if then is not None:
        raise then


async def generator() -> AsyncIterator[int]:
    yield 1
    yield 2


async def coroutine() -> AsyncIterator[int]:
    return generator()


async def coroutine_of_a_list() -> list[int]:
    return [1, 2]


def threaded() -> Iterator[int]:
    yield 1
    yield 2


def a_list() -> list[int]:
    return [1, 2]


def a_generator_made_elsewhere() -> AsyncIterator[int]:
    return generator()


@pytest.mark.parametrize(
    "flow",
    [generator, coroutine, coroutine_of_a_list, threaded, a_list, a_generator_made_elsewhere],
)
def test_a_method_may_give_its_items_in_any_way(flow: Any) -> None:
    async def work() -> None:
        stream = await opened(flow)
        assert [item async for item in stream] == [1, 2]
        await stream.aclose()

    run(work())


def test_a_method_that_gives_no_items_is_the_services_own_failure() -> None:
    async def flow() -> Any:
        return 5

    async def work() -> None:
        with pytest.raises(ServiceError) as caught:
            await opened(flow)
        assert caught.value.code is Code.INTERNAL
        assert "iterator" not in caught.value.message

    run(work())


def test_an_item_of_another_type_is_the_services_own_failure() -> None:
    async def flow() -> AsyncIterator[Any]:
        yield 1
        yield "two"

    async def work() -> None:
        stream = await opened(flow)
        assert await anext(stream) == 1
        with pytest.raises(ServiceError) as caught:
            await anext(stream)
        assert caught.value.code is Code.INTERNAL
        assert [item async for item in stream] == []
        await stream.aclose()

    run(work())


def test_only_what_may_leave_leaves() -> None:
    for raised, code in ((Lost("x"), Code.UNAVAILABLE), (KeyError("secret"), Code.INTERNAL)):

        async def flow(raised: Exception = raised) -> AsyncIterator[int]:
            yield 1
            raise raised

        async def work(flow: Any = flow, code: Code = code) -> None:
            stream = await opened(flow, errors=(Lost,))
            with pytest.raises(ServiceError) as caught:
                [item async for item in stream]
            assert caught.value.code is code
            assert "secret" not in str(caught.value)

        run(work())


def test_each_item_is_asked_for_when_the_one_before_was_taken() -> None:
    made: list[int] = []

    def flow() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    async def work() -> None:
        stream = await opened(flow)
        await anext(stream)
        await asyncio.sleep(0.05)
        assert made == [0]
        await anext(stream)
        assert made == [0, 1]
        await stream.aclose()

    run(work())


def test_closing_ends_an_async_method_where_it_stands() -> None:
    ended: list[str] = []

    async def flow() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            ended.append(current_call().operation)

    async def work() -> None:
        stream = await opened(flow)
        await anext(stream)
        await stream.aclose()
        assert ended == ["Flow"]
        await stream.aclose()
        assert ended == ["Flow"]

    run(work())


def test_cancelling_ends_an_async_method_that_waits() -> None:
    ended: list[str] = []

    async def flow() -> AsyncIterator[int]:
        try:
            await asyncio.sleep(60)
            yield 1
        finally:
            ended.append("cancelled")

    async def work() -> None:
        stream = await opened(flow)
        task = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await stream.aclose()
        assert ended == ["cancelled"]

    run(work())


def test_a_blocked_def_ends_at_its_next_item() -> None:
    go_on = threading.Event()
    ended = threading.Event()

    def flow() -> Iterator[int]:
        try:
            for number in range(1000):
                go_on.wait(PATIENCE)
                yield number
        finally:
            ended.set()

    async def work() -> None:
        stream = await opened(flow)
        task = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await stream.aclose()
        assert not ended.is_set()
        go_on.set()
        await asyncio.to_thread(ended.wait, 30)
        assert ended.is_set()

    run(work())


def test_a_def_that_stands_at_an_item_ends_when_it_is_closed() -> None:
    ended = threading.Event()

    def flow() -> Iterator[int]:
        try:
            yield 1
        finally:
            ended.set()

    async def work() -> None:
        stream = await opened(flow)
        await anext(stream)
        await stream.aclose()
        await until(ended.is_set)

    run(work())


def test_a_deadline_spans_the_whole_stream() -> None:
    async def flow() -> AsyncIterator[int]:
        yield 1
        yield 2
        await asyncio.Event().wait()

    async def work() -> None:
        found: list[int] = []
        for seconds in DEADLINES:
            one = call()
            one.deadline = time.monotonic() + seconds
            stream = await target(flow).open({}, one)
            with pytest.raises(ServiceError) as caught:
                async for item in stream:
                    found += [item]
            assert caught.value.code is Code.DEADLINE_EXCEEDED
            await stream.aclose()
            if found:
                break
        assert found == [1, 2]

    run(work())


def test_a_method_that_never_waits_ends_at_its_deadline_too() -> None:
    async def flow() -> AsyncIterator[int]:
        for number in range(10_000_000):
            yield number

    async def work() -> None:
        one = call()
        one.deadline = time.monotonic() + 0.1
        stream = await target(flow).open({}, one)
        with pytest.raises(ServiceError) as caught:
            async for _ in stream:
                pass
        assert caught.value.code is Code.DEADLINE_EXCEEDED
        await stream.aclose()

    run(work())


def test_the_end_of_the_server_ends_a_stream_that_waits() -> None:
    async def flow() -> AsyncIterator[int]:
        yield 1
        await asyncio.sleep(60)

    async def work() -> None:
        shutdown = Shutdown()
        stream = await target(flow).open({}, call(), None, shutdown)
        assert await anext(stream) == 1
        asyncio.get_running_loop().call_later(0.05, shutdown.end)
        with pytest.raises(ServiceError) as caught:
            await anext(stream)
        assert caught.value.code is Code.UNAVAILABLE
        await stream.aclose()

    run(work())


def test_the_end_of_the_server_ends_a_stream_that_its_style_goes_through() -> None:
    calls: list[Call] = []

    async def flow() -> AsyncIterator[int]:
        calls.append(current_call())
        yield 1
        calls.append(current_call())
        await asyncio.Event().wait()

    async def work() -> None:
        shutdown, own = Shutdown(), call()
        stream = await target(flow).open({}, own, None, shutdown)
        asyncio.get_running_loop().call_later(0.05, shutdown.end)
        with pytest.raises(ServiceError) as caught:
            _ = [item async for item in stream]
        await stream.aclose()
        assert caught.value.code is Code.UNAVAILABLE
        assert calls == [own, own]
        task = asyncio.current_task()
        assert task is not None and not task.cancelling()
        with pytest.raises(LookupError):
            current_call()

    run(work())


async def adding(*, items: AsyncIterable[int]) -> int:
    return sum([item async for item in items])


def adding_in_a_thread(*, items: Iterable[int]) -> int:
    return sum(items)


@pytest.mark.parametrize("flow", [adding, adding_in_a_thread])
def test_a_method_takes_the_items_of_its_client(flow: Any) -> None:
    async def work() -> None:
        serving = target(flow, takes=True, gives=False)
        assert await serving.open({}, call(), sent(1, 2, 3)) == 6
        assert await serving.open({}, call(), sent()) == 0

    run(work())


@pytest.mark.parametrize("flow", [adding, adding_in_a_thread])
def test_a_clients_failure_leaves_as_it_came(flow: Any) -> None:
    async def work() -> None:
        serving = target(flow, takes=True, gives=False)
        wrong = InvalidArgument(violations=[Violation("/1/some_name", "is wrong")])
        with pytest.raises(InvalidArgument) as caught:
            await serving.open({}, call(), sent(1, then=wrong))
        assert caught.value is wrong
        assert caught.value.violations[0].pointer == "/1/some_name"

    run(work())


def test_a_thread_that_waits_for_an_item_ends_with_the_call() -> None:
    ended = threading.Event()

    def flow(*, items: Iterable[int]) -> int:
        try:
            return sum(items)
        finally:
            ended.set()

    async def work() -> None:
        never = asyncio.Event()

        async def silent() -> AsyncIterator[int]:
            yield 1
            await never.wait()

        serving = target(flow, takes=True, gives=False)
        task = asyncio.ensure_future(serving.open({}, call(), silent()))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(ended.is_set)

    run(work())


def test_both_ways_items_answer_items() -> None:
    async def flow(*, items: AsyncIterable[int]) -> AsyncIterator[int]:
        async for item in items:
            yield item * 2

    def threads(*, items: Iterable[int]) -> Iterator[int]:
        for item in items:
            yield item * 2

    async def work() -> None:
        for method in (flow, threads):
            stream = await opened(method, sent(1, 2, 3))
            assert [item async for item in stream] == [2, 4, 6]
            await stream.aclose()

    run(work())


def test_nothing_is_left_of_streams_that_are_over() -> None:
    async def flow() -> AsyncIterator[int]:
        for number in range(3):
            yield number

    async def work() -> None:
        before = asyncio.all_tasks()
        for finished in (True, False):
            for _ in range(50):
                stream = await opened(flow)
                if finished:
                    [item async for item in stream]
                else:
                    await anext(stream)
                await stream.aclose()
        del stream
        gc.collect()
        left = [o for o in gc.get_objects() if type(o) is Outgoing]
        assert left == []
        assert asyncio.all_tasks() == before

    run(work())


def test_a_loop_that_tells_no_thread_is_not_blocked_by_a_plain_for() -> None:
    """uvloop's has no `_thread_id`: the loop would wait for itself, for ever."""

    class Silent:
        def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
            self._loop = loop

        def __getattr__(self, name: str) -> Any:
            if name == "_thread_id":
                raise AttributeError(name)
            return getattr(self._loop, name)

    async def check() -> None:
        incoming = Incoming(numbers())
        incoming._loop = Silent(asyncio.get_running_loop())  # type: ignore[assignment]
        with pytest.raises(RuntimeError, match="'async for' where an event loop runs"):
            next(iter(incoming))

    run(check())


def test_another_loop_in_a_thread_is_told_to_use_a_plain_for() -> None:
    async def elsewhere(items: Incoming[int]) -> list[int]:
        return [item async for item in items]

    async def check() -> None:
        incoming = Incoming(numbers())
        with pytest.raises(RuntimeError, match="iterate with 'for' in a 'def'"):
            await asyncio.to_thread(lambda: asyncio.run(elsewhere(incoming)))
        assert await asyncio.to_thread(list, incoming) == [1, 2]

    run(check())


async def numbers() -> AsyncIterator[int]:
    yield 1
    yield 2


@pytest.mark.parametrize(
    ("given", "chunks", "told"),
    [
        (None, False, "flow gave NoneType, not an iterator"),
        ("text", False, "flow gave str, not an iterator"),
        (b"whole", True, "flow gave bytes, not an iterator of bytes or a StoredBody"),
        (Path("film.mp4"), True, "Path, not an iterator of bytes or a StoredBody"),
    ],
)
def test_what_is_no_iterator_is_told_with_what_would_be(
    given: object, chunks: bool, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def check() -> None:
        op = operation()
        op = replace(op, gives=Stream(chunks=chunks), response=bytes if chunks else int)
        with pytest.raises(ServiceError, match="internal error"):
            await StreamTarget(Service(lambda: given), op).open({}, call(), None)

    run(check())
    assert told in caplog.text
