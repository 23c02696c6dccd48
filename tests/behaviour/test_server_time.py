"""A server bounds its own work: by the contract's timeout, by its own, in its own threads."""

import asyncio
import importlib
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from generator.runtime.codes import Code
from generator.styles import registry
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, reached, served
from tests.behaviour.told import Tried, tried
from tests.waiting import Gate, until

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

    def __init__(self, types: Any, current_call: Any) -> None:
        self._call = current_call
        self._types = types
        self.left = 0.0
        self.threads: set[str] = set()
        self.most = 0
        # How many have to sleep at a time before one of them may wake.
        self.together = 1
        self.gate = Gate()
        self.now = 0
        self._lock = threading.Lock()

    def _left(self, name: str) -> Any:
        left = self._call().remaining()
        self.left = -1.0 if left is None else left
        return getattr(self._types, f"{name}Result")(left=self.left)

    async def wait(self, *, seconds: float) -> Any:
        await asyncio.sleep(seconds)
        return self._left("Wait")

    async def look(self, *, seconds: float) -> Any:
        await asyncio.sleep(seconds)
        return self._left("Look")

    def sleep(self, *, seconds: float) -> Any:
        with self._lock:
            self.threads.add(threading.current_thread().name)
            self.now += 1
            self.most = max(self.most, self.now)
            if self.most >= self.together:
                self.gate.open()
        self.gate.passed_by_thread()
        time.sleep(seconds)
        left = self._left("Sleep")
        with self._lock:
            self.now -= 1
        return left


@pytest.mark.parametrize("method", ["Wait", "Sleep"])
@pytest.mark.parametrize("style", registry.names())
def test_the_timeout_of_the_contract_bounds_a_call_whose_caller_names_none(
    style: str, method: str
) -> None:
    # Clients name the deadline of the contract: without them, nobody does.
    async def call(patience: Tried) -> tuple[float, float]:
        current_call = patience.load("_support.call").current_call
        service = Service(patience.load("types"), current_call)
        begun = time.monotonic()
        seconds = {"Wait": 60, "Sleep": 0}[method]
        service.together = 2
        with service.gate.shut():
            late = await patience.ask(style, service, method, {"seconds": seconds})
        took = time.monotonic() - begun
        assert late.status == patience.failure(style, method, Code.DEADLINE_EXCEEDED)
        await until(lambda: service.now == 0)
        for _ in range(20):  # it is in time, but for a machine that does other things
            if (await patience.ask(style, service, method, {"seconds": 0.01})).ok:
                return took, service.left
        raise AssertionError("never in time")

    with tried(CONTRACT) as patience:
        took, left = asyncio.run(call(patience))
    assert 0.4 < took < 30
    assert 0 < left <= 0.5


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_deadline_that_the_caller_names_wins(way: Way, host: Host, patience: Any) -> None:
    async def call() -> float:
        async with reached(patience.__name__, way, service(patience)) as caller:
            found = await caller.wait(seconds=0.6, options=_options(timeout=60))
            return float(found.left)

    assert host.run(call()) > 10


def service(package: Any) -> Service:
    call = importlib.import_module("unhurried._support").current_call
    return Service(importlib.import_module(f"{package.__name__}.types"), call)


def _options(**values: Any) -> Any:
    return importlib.import_module("unhurried._support").CallOptions(**values)


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("named", [None, 100.0])
def test_a_server_allows_no_more_than_its_own_timeout(
    way: Way, named: float | None, host: Host, patience: Any
) -> None:
    async def call() -> Any:
        async with (
            served(patience.__name__, way.style, service(patience), max_timeout=0.3) as target,
            connected(patience.__name__, way, target) as client,
        ):
            error = importlib.import_module("unhurried._support").ServiceError
            with pytest.raises(error) as caught:
                await Caller(client).look(seconds=100, options=_options(timeout=named))
            return caught.value.code

    # The caller itself would wait for longer than the test.
    assert host.run(call(), within=50) == "deadline_exceeded"


@pytest.mark.parametrize("style", registry.names())
def test_def_methods_run_at_a_time_in_as_many_threads_as_are_set(
    style: str, host: Host, patience: Any
) -> None:
    threads = importlib.import_module("unhurried._support.threads")
    assert threads.threads().limit == threads.DEFAULT_THREADS == 40

    async def call(asked: Service, count: int, together: int) -> None:
        way = Way(style, "async")
        asked.together = together
        async with reached(patience.__name__, way, asked) as caller:
            patient = _options(timeout=60)
            # Some time for one more to come.
            calls = [caller.sleep(seconds=0.1, options=patient) for _ in range(count)]
            with asked.gate.shut():
                await asyncio.gather(*calls)

    many, few = service(patience), service(patience)
    host.run(call(many, 20, 20))
    try:
        importlib.import_module("unhurried._support").set_threads(2)
        host.run(call(few, 6, 2))
    finally:
        threads.set_threads(40)
    assert many.most == 20
    assert few.most == 2


def test_a_number_of_threads_that_cannot_be_is_refused() -> None:
    from generated._support import set_threads

    with pytest.raises(ValueError, match="at least one thread"):
        set_threads(0)
