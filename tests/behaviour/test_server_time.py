"""A server bounds its own work: by the contract's timeout, by its own, in its own threads."""

import asyncio
import importlib
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc.aio
import msgspec
import pytest

from generator import build
from generator.styles import registry
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, reached, served

CONTRACT = Path(__file__).parent / "contracts" / "patience.yaml"


@pytest.fixture(scope="module")
def patience(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("patience")
    build(CONTRACT, output=folder / "unhurried")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("unhurried.patience")
    sys.path.remove(str(folder))


class Service:
    """Tells how much time a call has left, after a while."""

    def __init__(self, package: Any) -> None:
        self._call = importlib.import_module("unhurried._support").current_call
        self._types = importlib.import_module(f"{package.__name__}.types")
        self.threads: set[str] = set()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def _left(self, name: str) -> Any:
        left = self._call().remaining()
        return getattr(self._types, f"{name}Result")(left=-1.0 if left is None else left)

    async def wait(self, *, seconds: float) -> Any:
        await asyncio.sleep(seconds)
        return self._left("Wait")

    async def look(self, *, seconds: float) -> Any:
        await asyncio.sleep(seconds)
        return self._left("Look")

    def sleep(self, *, seconds: float) -> Any:
        with self._lock:
            self.threads.add(threading.current_thread().name)
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(seconds)
        with self._lock:
            self._now -= 1
        return self._left("Sleep")


async def over_rest(target: str, method: str, seconds: float) -> tuple[Any, float]:
    url = f"{target}/{method.lower()}"
    return await asyncio.to_thread(over_http, url, {"seconds": seconds})


async def over_jsonrpc(target: str, method: str, seconds: float) -> tuple[Any, float]:
    sent = {"jsonrpc": "2.0", "method": method.lower(), "params": [seconds], "id": 1}
    return await asyncio.to_thread(over_http, target, sent)


def over_http(url: str, sent: Any) -> tuple[Any, float]:
    begun = time.monotonic()
    request = urllib.request.Request(
        url, msgspec.json.encode(sent), {"content-type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            answer = msgspec.json.decode(response.read())
    except urllib.error.HTTPError as error:
        answer = msgspec.json.decode(error.read())
    if "error" in answer:
        answer = answer["error"]["data"]
    found = answer.get("result", answer)
    return found.get("code", found.get("left")), time.monotonic() - begun


async def over_grpc(target: str, method: str, seconds: float) -> tuple[Any, float]:
    binding = importlib.import_module("unhurried.patience.grpc.binding").SERVICE
    sent = binding.messages.cls(f"test.patience.v1.{method}Request")(seconds=seconds)
    answer = binding.messages.cls(f"test.patience.v1.{method}Response")
    begun = time.monotonic()
    async with grpc.aio.insecure_channel(target) as channel:
        call = channel.unary_unary(f"/{binding.name}/{method}")
        try:
            found = answer.FromString(await call(sent.SerializeToString())).left
        except grpc.aio.AioRpcError as error:
            found = error.code().name.lower()
    return found, time.monotonic() - begun


# Callers who say nothing of a deadline: what one gets as a code, or the seconds left, and how long
# that took. Our clients name the deadline of the contract, so a new style needs a caller here.
BY_HAND = {"rest": over_rest, "grpc": over_grpc, "jsonrpc": over_jsonrpc}


def test_every_style_is_called_by_hand() -> None:
    assert set(BY_HAND) == set(registry.names())


@pytest.mark.parametrize("method", ["Wait", "Sleep"])
@pytest.mark.parametrize("style", BY_HAND)
def test_the_timeout_of_the_contract_bounds_a_call_whose_caller_names_none(
    style: str, method: str, host: Host, patience: Any
) -> None:
    async def call() -> list[tuple[Any, float]]:
        async with served(patience.__name__, style, Service(patience)) as target:
            return [await BY_HAND[style](target, method, seconds) for seconds in (3, 0.01)]

    (late, took), (left, _) = host.run(call())
    assert late == "deadline_exceeded"
    assert 0.4 < took < 2.5
    assert 0 < left <= 0.5


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_deadline_that_the_caller_names_wins(way: Way, host: Host, patience: Any) -> None:
    async def call() -> float:
        async with reached(patience.__name__, way, Service(patience)) as caller:
            found = await caller.wait(seconds=0.8, options=_options(timeout=20))
            return float(found.left)

    assert host.run(call()) > 10


def _options(**values: Any) -> Any:
    return importlib.import_module("unhurried._support").CallOptions(**values)


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("named", [None, 20.0])
def test_a_server_allows_no_more_than_its_own_timeout(
    way: Way, named: float | None, host: Host, patience: Any
) -> None:
    async def call() -> Any:
        async with (
            served(patience.__name__, way.style, Service(patience), max_timeout=0.3) as target,
            connected(patience.__name__, way, target) as client,
        ):
            error = importlib.import_module("unhurried._support").ServiceError
            with pytest.raises(error) as caught:
                await Caller(client).look(seconds=5, options=_options(timeout=named))
            return caught.value.code

    begun = time.monotonic()
    assert host.run(call()) == "deadline_exceeded"
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize("style", registry.names())
def test_def_methods_run_at_a_time_in_as_many_threads_as_are_set(
    style: str, host: Host, patience: Any
) -> None:
    threads = importlib.import_module("unhurried._support.threads")
    assert threads.threads().limit == threads.DEFAULT_THREADS == 40

    async def call(service: Service, count: int) -> None:
        way = Way(style, "async")
        async with reached(patience.__name__, way, service) as caller:
            patient = _options(timeout=30)
            calls = (caller.sleep(seconds=0.3, options=patient) for _ in range(count))
            await asyncio.gather(*calls)

    many, few = Service(patience), Service(patience)
    host.run(call(many, 20))
    try:
        importlib.import_module("unhurried._support").set_threads(2)
        host.run(call(few, 6))
    finally:
        threads.set_threads(40)
    assert 10 < many.most <= 20
    assert few.most == 2


def test_a_number_of_threads_that_cannot_be_is_refused() -> None:
    from generated._support import set_threads

    with pytest.raises(ValueError, match="at least one thread"):
        set_threads(0)
