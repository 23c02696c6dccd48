"""The client's side of a call: retries, pauses, deadlines and pages, sync and async alike."""

import asyncio
import itertools
import math
import random
import sys
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from generator.runtime import attempts
from generator.runtime import client as module
from generator.runtime.call import Call, CallOptions
from generator.runtime.client import AsyncClient, SyncClient
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.target import HttpTarget
from generator.runtime.operation import Operation
from generator.runtime.pages import Tokens
from generator.runtime.streams.stream import Stream
from generator.runtime.transport import WireRequest
from generator.runtime.validation.schema import Schema
from generator.runtime.wire import Wire

Request = tuple[str, Mapping[str, Any], CallOptions]


class Page(msgspec.Struct):
    things: list[int]
    next_page_token: str | None = None


class ListRequest(msgspec.Struct, kw_only=True):
    page_token: str | None = None


def operation(**options: Any) -> Operation[Any]:
    return Operation(
        name="ListThings",
        method="list_things",
        schema=Schema({"$defs": {}}),
        request=ListRequest,
        response=Page,
        items="things",
        **options,
    )


class Clock:
    """Stands for time.monotonic and for random.random; only pauses take time."""

    def __init__(self) -> None:
        self.now = 100.0
        self.dice = 0.0
        self.pauses: list[float] = []
        self.wait: Callable[[float], None] = self._wait

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.wait(seconds)

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def _wait(self, seconds: float) -> None:
        self.now += seconds


clock = Clock()


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.__init__()  # type: ignore[misc]
    monkeypatch.setattr(attempts, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(module, "time", SimpleNamespace(sleep=clock.sleep))
    monkeypatch.setattr(module, "_sleep", clock.asleep)
    monkeypatch.setattr(random, "random", lambda: clock.dice)


class Codec:
    """Hands everything through; an exception as a response is raised."""

    def encode(
        self, operation: Operation[Any], values: Mapping[str, Any], options: CallOptions
    ) -> Request:
        return operation.name, values, options

    def decode(self, operation: Operation[Any], response: Any, request: Request) -> Any:
        assert request[0] == operation.name
        if isinstance(response, Exception):
            raise response
        return response

    def wire(self, operation: Operation[Any], address: str) -> Wire:
        assert address == "here"
        return Wire(name=operation.name, attributes={}, outcome=lambda _call, _error: {})

    def show(self, request: Request) -> WireRequest:
        return WireRequest(start=request[0], headers=(), body=b"", text="")


class Response(int):
    """A response that is its own value."""

    status = 200


class Script:
    """Answers one response after the other, and remembers what was asked."""

    def __init__(self, *responses: Any) -> None:
        self.responses = list(responses)
        self.requests: list[Request] = []
        self.timeouts: list[float | None] = []
        self.pauses = clock.pauses
        self.closed = 0
        self.address = "here"

    def answer(self, request: Request, timeout: float | None) -> Any:
        self.requests.append(request)
        self.timeouts.append(timeout)
        response = self.responses.pop(0)
        return response() if callable(response) else response


class SyncScript(Script):
    def send(self, request: Request, timeout: float | None) -> Any:
        return self.answer(request, timeout)

    def close(self) -> None:
        self.closed += 1


class AsyncScript(Script):
    async def send(self, request: Request, timeout: float | None) -> Any:
        return self.answer(request, timeout)

    async def close(self) -> None:
        self.closed += 1


class Both:
    """Makes the same call of the waiting and of the awaiting client."""

    def __init__(self, kind: str, *responses: Any, **options: Any) -> None:
        self.is_async = kind == "async"
        self.options = options
        self.script = AsyncScript(*responses) if self.is_async else SyncScript(*responses)

    def call(self, op: Operation[Any], options: CallOptions | None = None, **values: Any) -> Any:
        if isinstance(self.script, SyncScript):
            with SyncClient(Codec(), self.script, **self.options) as client:
                return client._call(op, values, options)
        return asyncio.run(self._awaited(op, values, options))

    async def _awaited(self, op: Operation[Any], values: Any, options: CallOptions | None) -> Any:
        assert isinstance(self.script, AsyncScript)
        async with AsyncClient(Codec(), self.script, **self.options) as client:
            return await client._call(op, values, options)

    def stream(self, op: Operation[Any]) -> list[Any]:
        if isinstance(self.script, SyncScript):
            return list(SyncClient(Codec(), self.script)._stream(op, {}, None))
        return asyncio.run(self._streamed(op))

    async def _streamed(self, op: Operation[Any]) -> list[Any]:
        assert isinstance(self.script, AsyncScript)
        client = AsyncClient(Codec(), self.script)
        return [item async for item in client._stream(op, {}, None)]

    def items(self, op: Operation[Any], **values: Any) -> list[Any]:
        if isinstance(self.script, SyncScript):
            return list(SyncClient(Codec(), self.script)._items(op, values, None))
        return asyncio.run(self._collected(op, values))

    async def _collected(self, op: Operation[Any], values: Any) -> list[Any]:
        assert isinstance(self.script, AsyncScript)
        client = AsyncClient(Codec(), self.script)
        return [item async for item in client._items(op, values, None)]


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def unavailable(retry_after: float | None = None) -> ServiceError:
    return ServiceError("Busy.", code=Code.UNAVAILABLE, retry_after=retry_after)


def test_a_value_comes_back_and_the_connection_is_closed(kind: str) -> None:
    both = Both(kind, 7)
    assert both.call(operation()) == 7
    assert both.script.closed == 1
    assert both.script.timeouts == [None]


def test_only_unavailable_is_tried_again_and_only_so_often(kind: str) -> None:
    both = Both(kind, unavailable(), unavailable(), 7)
    assert both.call(operation(attempts=3)) == 7
    assert len(both.script.pauses) == 2

    both = Both(kind, unavailable(), unavailable(), 7)
    with pytest.raises(ServiceError, match="Busy"):
        both.call(operation(attempts=2))
    assert len(both.script.requests) == 2

    both = Both(kind, ServiceError("No.", code=Code.INTERNAL), 7)
    with pytest.raises(ServiceError, match="No"):
        both.call(operation(attempts=3))
    assert len(both.script.requests) == 1


def test_an_operation_without_retries_is_tried_once(kind: str) -> None:
    both = Both(kind, unavailable(), 7)
    with pytest.raises(ServiceError):
        both.call(operation())
    assert both.script.pauses == []


@pytest.mark.parametrize(
    ("attempts", "timeout", "pauses"),
    [
        (2, 5, [2.5]),
        (3, 5, [2.5 / 3, 2.5 * 2 / 3]),
        (4, 0.14, [0.01, 0.02, 0.04]),
        (5, 3, [0.1, 0.2, 0.4, 0.8]),
        (3, 3600, [5 / 3, 10 / 3]),
        (3, None, [5 / 3, 10 / 3]),
    ],
)
def test_pauses_grow_and_fill_half_of_the_time_that_is_left(
    kind: str, attempts: int, timeout: float | None, pauses: list[float]
) -> None:
    both = Both(kind, *[unavailable()] * attempts)
    with pytest.raises(ServiceError, match="Busy"):
        both.call(operation(attempts=attempts, timeout=timeout))
    assert both.script.pauses == pytest.approx(pauses)


def test_pauses_have_jitter(kind: str) -> None:
    made = []
    for dice in (0.0, 0.5, 1.0):
        clock.dice = dice
        both = Both(kind, unavailable(), 7)
        both.call(operation(attempts=2, timeout=8))
        made.append(both.script.pauses[-1])
    assert made == pytest.approx([4, 3.5, 3])


def test_jitter_never_makes_a_pause_shorter_than_the_one_before(kind: str) -> None:
    both = Both(kind, unavailable(), lambda: setattr(clock, "dice", 1.0) or unavailable(), 7)
    both.call(operation(attempts=3, timeout=6))
    first, second = both.script.pauses
    assert (first, second) == pytest.approx((1, 1.5))


def test_a_pause_leaves_half_of_what_slow_tries_have_left(kind: str) -> None:
    def slow() -> ServiceError:
        clock.now += 4
        return unavailable()

    both = Both(kind, unavailable(), slow, 7)
    assert both.call(operation(attempts=3, timeout=6)) == 7
    assert both.script.pauses == pytest.approx([1, 0.5])


def test_the_server_says_when_to_come_back(kind: str) -> None:
    both = Both(kind, unavailable(retry_after=3), unavailable(retry_after=0), 7)
    assert both.call(operation(attempts=3)) == 7
    assert both.script.pauses == [3, 0]


def test_nobody_waits_beyond_the_deadline(kind: str) -> None:
    both = Both(kind, unavailable(retry_after=60), 7)
    with pytest.raises(ServiceError, match="Busy"):
        both.call(operation(attempts=3), CallOptions(timeout=5))
    assert both.script.pauses == []


@pytest.mark.parametrize("ends", ["while sending", "before sending"])
def test_the_end_of_the_deadline_does_not_hide_that_the_service_is_unavailable(
    kind: str, ends: str
) -> None:
    def late() -> ServiceError:
        clock.now += 5
        return ServiceError("The deadline passed.", code=Code.DEADLINE_EXCEEDED)

    both = Both(kind, unavailable(), late, 7)
    if ends == "before sending":
        clock.wait = lambda _: late() and None
    with pytest.raises(ServiceError, match="Busy") as caught:
        both.call(operation(attempts=3, timeout=5))
    assert caught.value.code is Code.UNAVAILABLE


def test_each_try_gets_what_remains(kind: str) -> None:
    both = Both(kind, unavailable(retry_after=2), 7)
    both.call(operation(attempts=3, timeout=10))
    assert both.script.timeouts == [10, 8]


def test_the_callers_timeout_beats_the_contracts(kind: str) -> None:
    both = Both(kind, 7)
    both.call(operation(timeout=10), CallOptions(timeout=500))
    timeout = both.script.timeouts[0]
    assert timeout is not None
    assert 10 < timeout <= 500


def test_the_clients_timeout_holds_for_all_tries_of_a_call_without_its_own(kind: str) -> None:
    both = Both(kind, unavailable(retry_after=2), 7, timeout=10)
    both.call(operation(attempts=3))
    assert both.script.timeouts == [10, 8]
    for options, expected in ((CallOptions(timeout=20), 20), (CallOptions(timeout=math.inf), None)):
        both = Both(kind, 7, timeout=10)
        both.call(operation(), options)
        assert both.script.timeouts == [expected]
    both = Both(kind, 7, timeout=10)
    both.call(operation(timeout=30))
    assert both.script.timeouts == [30]


def test_a_timeout_beyond_all_clocks_is_none(kind: str) -> None:
    both = Both(kind, 7)
    both.call(operation(timeout=10), CallOptions(timeout=math.inf))
    assert both.script.timeouts == [None]


def test_a_deadline_that_has_passed_is_not_even_tried(kind: str) -> None:
    both = Both(kind, 7)
    with pytest.raises(ServiceError) as caught:
        both.call(operation(), CallOptions(timeout=0))
    assert caught.value.code is Code.DEADLINE_EXCEEDED
    assert both.script.requests == []


def test_a_stream_is_unimplemented_before_anything_is_sent(kind: str) -> None:
    both = Both(kind, 7)
    with pytest.raises(ServiceError) as caught:
        both.stream(operation(gives=Stream()))
    assert caught.value.code is Code.UNIMPLEMENTED
    assert both.script.requests == []


@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"a b": "c"}},
        {"headers": {"": "c"}},
        {"headers": {"x-a": "b\r\nx-admin: 1"}},
        {"headers": {"x-a": "ä"}},
        {"idempotency_key": "a\nb"},
        {"if_match": '"ä"'},
        {"if_none_match": "\x00"},
        {"timeout": math.nan},
    ],
    ids=repr,
)
def test_options_that_some_style_could_not_carry_are_a_mistake(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"header|timeout"):
        CallOptions(**options)


def test_so_are_headers_of_a_whole_client() -> None:
    with pytest.raises(ValueError, match="header"):
        HttpTarget.parse("http://localhost", headers={"a b": "c"})


def test_items_come_page_after_page(kind: str) -> None:
    both = Both(kind, Page([1, 2], "two"), Page([], "three"), Page([3], ""))
    assert both.items(operation(), page_size=2) == [1, 2, 3]
    tokens = [values["page_token"] for _, values, _ in both.script.requests]
    assert tokens == [UNSET, "two", "three"]
    assert all(values["page_size"] == 2 for _, values, _ in both.script.requests)


def test_the_next_page_is_asked_for_when_it_is_needed() -> None:
    script = SyncScript(Page([1, 2], "two"), Page([3]))
    items = SyncClient(Codec(), script)._items(operation(), {}, None)
    assert (next(items), next(items), len(script.requests)) == (1, 2, 1)
    assert (next(items), len(script.requests)) == (3, 2)


@pytest.mark.parametrize(
    "tokens", [["a", "a"], ["a", "b", "c", "a"], ["z", "a", "b", "a"]], ids=str
)
def test_a_page_token_that_comes_again_ends_the_iteration(kind: str, tokens: list[str]) -> None:
    both = Both(kind, *(Page([1], token) for token in tokens), *[Page([9], "a")] * 9)
    with pytest.raises(ServiceError, match="second time") as caught:
        both.items(operation())
    assert caught.value.code is Code.INTERNAL
    assert len(both.script.requests) == len(tokens)


@pytest.mark.parametrize("length", [1, 7, 9_999, 10_001, 30_000])
@pytest.mark.parametrize("before", [0, 25_000])
def test_a_cycle_of_page_tokens_is_found_at_any_length(before: int, length: int) -> None:
    seen = Tokens()
    numbers = itertools.chain(range(before), itertools.cycle(range(before, before + length)))
    with pytest.raises(ServiceError, match="second time"):
        for count, number in enumerate(numbers):
            seen.add(str(number))
            assert count < 4 * (before + length) + 4


def test_a_long_list_keeps_few_page_tokens() -> None:
    seen = Tokens()
    for number in range(50_000):
        assert seen.add(str(number)) == str(number)
    assert sys.getsizeof(seen._kept) < 2_000_000


def test_a_client_closes_once_and_then_refuses_every_call(kind: str) -> None:
    both = Both(kind, 7)
    both.call(operation())

    def closed() -> Any:
        return pytest.raises(RuntimeError, match=r"^the client is closed$")

    async def scenario() -> None:
        client = AsyncClient(Codec(), both.script)
        await client.close()
        await client.close()
        with closed():
            await client._call(operation(), {}, None)
        with closed():
            await anext(client._items(operation(), {}, None))
        with closed():
            await client.__aenter__()

    if isinstance(both.script, SyncScript):
        client = SyncClient(Codec(), both.script)
        client.close()
        client.close()
        for use in (
            lambda: client._call(operation(), {}, None),
            lambda: next(client._items(operation(), {}, None)),
            client.__enter__,
        ):
            with closed():
                use()
    else:
        asyncio.run(scenario())
    assert (both.script.closed, len(both.script.requests)) == (2, 1)


def test_cancelling_a_call_cancels_its_transport() -> None:
    ended: list[str] = []

    class Slow:
        async def send(self, request: Request, timeout: float | None) -> Any:
            del request, timeout
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("cancelled")

        async def close(self) -> None:
            ended.append("closed")

    async def scenario() -> None:
        async with AsyncClient(Codec(), Slow()) as client:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client._call(operation(attempts=3), {}, None), 0.01)

    asyncio.run(scenario())
    assert ended == ["cancelled", "closed"]


def test_a_hook_wraps_the_call_and_not_each_of_its_attempts(kind: str) -> None:
    seen: list[Any] = []

    def hook(call: Call, proceed: Callable[[], Any]) -> Any:
        seen.append(call.operation)
        seen.append(proceed())
        return seen[-1]

    async def async_hook(call: Call, proceed: Callable[[], Any]) -> Any:
        seen.append(call.operation)
        seen.append(await proceed())
        return seen[-1]

    def busy() -> ServiceError:
        error = unavailable()
        error.__dict__["status"] = 503
        return error

    hooks = [async_hook if kind == "async" else hook]
    both = Both(kind, busy(), busy(), Response(7), hooks=hooks)
    assert both.call(operation(attempts=3)) == 7
    assert seen == ["ListThings", 7]
    assert len(both.script.requests) == 3
