"""Where the answers of calls with an Idempotency-Key are kept: in memory, and in a real Redis."""

import asyncio
import contextlib
import importlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generated._support import CallOptions, Code, KeyInUse, MemoryStore, RedisStore, ServiceError
from generated._support.idempotency.choice import IN_MEMORY, check_workers, named_store
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served
from tests.behaviour.services.orders import Shop

ROOT = Path(__file__).parents[2]
ONCE = CallOptions(idempotency_key="7d444840-9dc0-11d1-b245-5ffdce74fad2")
SERVER = """
import asyncio, importlib, sys
folder, url, port, lease = sys.argv[1:]
sys.path[:0] = [folder, {root!r}]
import uvicorn
from bought._support import UNCHECKED
from bought._support.idempotency import once, redis
from tests.behaviour.services.orders import Shop
once.LEASE = float(lease)
orders = importlib.import_module("bought.orders")
class Held(Shop):
    async def place_order(self, **values):
        await asyncio.Event().wait()
app = importlib.import_module("bought.orders.rest.server").create_app(
    Held(orders), idempotency=redis.RedisStore(url), authenticate=UNCHECKED
)
uvicorn.run(app, port=int(port), log_level="error")
"""


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis of our own, which keeps nothing on the disk."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server here: apt-get install redis-server")
    pytest.importorskip("redis")
    folder = tmp_path_factory.mktemp("redis")
    socket = folder / "redis.sock"
    command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", folder]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 20
    while not socket.exists() and time.monotonic() < until:
        time.sleep(0.02)
    yield f"unix://{socket}"
    running.terminate()
    running.wait()


@pytest.fixture(params=["memory", "redis"])
def make_store(request: pytest.FixtureRequest) -> Any:
    """Makes a store of each kind; all of one test are one."""
    if request.param == "memory":
        store = MemoryStore(expiry=1.5)
        return lambda: store
    url = request.getfixturevalue("redis_url")
    prefix = f"{request.node.name}:"
    return lambda: RedisStore(url, expiry=1.5, prefix=prefix)


def test_a_store_gives_a_key_to_one_of_many(make_store: Any, host: Host) -> None:
    async def run() -> None:
        stores = [make_store() for _ in range(5)]
        asked = [
            store.add("k", f"{number}".encode(), 30) for number, store in enumerate(stores * 10)
        ]
        found = await asyncio.gather(*asked)
        assert found.count(None) == 1
        winner = f"{found.index(None)}".encode()
        assert set(found) == {None, winner}
        assert await stores[0].add("other", b"x", 30) is None

    host.run(run())


def test_a_writer_that_comes_late_changes_nothing(make_store: Any, host: Host) -> None:
    async def run() -> None:
        store = make_store()
        assert await store.add("late", b"first", 0.05) is None
        await asyncio.sleep(0.1)
        assert await store.add("late", b"second", 30) is None
        assert not await store.replace("late", b"first", b"answer of the first", 30)
        await store.remove("late", b"first")
        assert await store.add("late", b"third", 30) == b"second"
        assert await store.replace("late", b"second", b"answer", 30)
        assert await store.add("late", b"third", 30) == b"answer"
        await store.remove("late", b"answer")
        assert await store.add("late", b"third", 30) is None

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_two_servers_with_one_redis_do_a_call_once(
    way: Way, redis_url: str, host: Host, orders: Any
) -> None:
    async def run() -> None:
        shops = [Shop(orders), Shop(orders)]
        key = CallOptions(idempotency_key=f"two {way}".replace(" ", "-"))
        async with contextlib.AsyncExitStack() as stack:
            callers = []
            for shop in shops:
                store = RedisStore(redis_url)
                stack.push_async_callback(store.close)
                serving = served(orders.__name__, way.style, shop, idempotency=store)
                target = await stack.enter_async_context(serving)
                client = await stack.enter_async_context(connected(orders.__name__, way, target))
                callers.append(Caller(client))
            placed = await callers[0].place_order(item="book", options=key)
            assert await callers[1].place_order(item="book", options=key) == placed
            many = CallOptions(idempotency_key=f"many-{way}")
            outcomes = await asyncio.gather(
                *(caller.place_order(item="pen", options=many) for caller in callers * 25),
                return_exceptions=True,
            )
            assert {type(one) for one in outcomes} <= {orders.Order, KeyInUse}
            with pytest.raises(orders.SoldOut):
                await callers[0].place_order(item="sold out", options=ONCE)
            with pytest.raises(orders.SoldOut) as caught:
                await callers[1].place_order(item="sold out", options=ONCE)
            assert caught.value.left == 3
            # Nothing that a caller sent is there to be read.
            client = store._client()
            kept = [await client.get(name) for name in await client.keys("idempotency:*")]
            assert kept
            assert ONCE.idempotency_key is not None
            names = b" ".join(await client.keys("*"))
            for secret in (ONCE.idempotency_key.encode(), b"two-"):
                assert secret not in b" ".join(kept) + names
            await client.flushdb()
        assert sum(shop.calls["place_order"] for shop in shops) == 3

    host.run(run())


def test_the_key_of_a_worker_that_was_killed_is_free_after_its_lease(
    redis_url: str, host: Host, orders: Any
) -> None:
    way = Way("rest", "async")
    folder = str(Path(orders.__file__).parents[2])
    port = _free_port()
    command = [sys.executable, "-c", SERVER.format(root=str(ROOT)), folder, redis_url, str(port)]

    async def run() -> None:
        store = RedisStore(redis_url)
        shop = Shop(orders)
        worker = subprocess.Popen([*command, "1"])
        try:
            async with (
                connected(orders.__name__, way, f"http://127.0.0.1:{port}") as client,
                served(orders.__name__, "rest", shop, idempotency=store) as target,
                connected(orders.__name__, way, target) as other,
            ):
                lost = asyncio.create_task(_patiently(client, item="book", options=ONCE))
                await asyncio.wait_for(_in_use(other), 30)
                # It is held for as long as the worker lives, be that longer than a lease.
                await asyncio.sleep(1.5)
                with pytest.raises(KeyInUse):
                    await other.place_order(item="book", options=ONCE)
                worker.send_signal(signal.SIGKILL)
                with pytest.raises(ServiceError) as caught:
                    await lost
                assert caught.value.code is Code.UNAVAILABLE
                await asyncio.sleep(1.5)
                assert (await other.place_order(item="book", options=ONCE)).id == "1"
                await store.close()
        finally:
            worker.kill()
            worker.wait()

    async def _patiently(client: Any, **values: Any) -> Any:
        """The worker takes a while to start."""
        while True:
            try:
                return await client.place_order(**values)
            except ServiceError as error:
                if error.code is not Code.UNAVAILABLE or worker_started.is_set():
                    raise
                await asyncio.sleep(0.05)

    async def _in_use(other: Any) -> None:
        probe = importlib.import_module("bought._support.idempotency.keys")
        place = probe.place_of("test.orders.v1", "PlaceOrder", None, ONCE.idempotency_key)
        store = RedisStore(redis_url)
        while not await store._client().exists(f"idempotency:{place}"):
            await asyncio.sleep(0.02)
        worker_started.set()
        await store.close()
        with pytest.raises(KeyInUse):
            await other.place_order(item="book", options=ONCE)

    worker_started = asyncio.Event()
    host.run(run())


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_call_with_a_key_is_not_made_without_its_store(
    way: Way, host: Host, orders: Any, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("redis")

    async def run() -> None:
        shop = Shop(orders)
        store = RedisStore("redis://user:planted@127.0.0.1:1/0")
        async with (
            served(orders.__name__, way.style, shop, idempotency=store) as target,
            connected(orders.__name__, way, target) as client,
        ):
            caller = Caller(client)
            with pytest.raises(ServiceError) as caught:
                await caller.place_order(item="book", options=ONCE)
            assert (caught.value.code, caught.value.retry_after) == (Code.UNAVAILABLE, 1)
            assert shop.calls == {}
            assert (await caller.place_order(item="book")).id == "1"
        assert "planted" not in caught.value.message + repr(store)

    host.run(run())
    assert "PlaceOrder: the store of idempotency keys failed" in caplog.text
    assert "planted" not in caplog.text


def test_the_memory_store_forgets_the_oldest_answers_when_it_is_full(host: Host) -> None:
    async def run() -> None:
        store = MemoryStore(max_entries=3)
        for number in range(5):
            key = f"k{number}"
            assert await store.add(key, b"runs", 30) is None
            assert await store.replace(key, b"runs", b"answer", 30)
        assert len(store) == 3
        assert await store.add("k4", b"again", 30) == b"answer"
        assert await store.add("k0", b"again", 30) is None
        # What runs is never forgotten: k0 does.
        for number in (1, 2):
            assert await store.add(f"n{number}", b"runs", 30) is None
        with pytest.raises(ServiceError) as caught:
            await store.add("n3", b"runs", 30)
        assert caught.value.code is Code.RESOURCE_EXHAUSTED
        assert await store.add("k0", b"other", 30) == b"again"

    host.run(run())


def test_the_memory_store_is_bounded_in_bytes(host: Host) -> None:
    async def run() -> None:
        store = MemoryStore(max_bytes=100_000)
        for number in range(50):
            await store.add(f"k{number}", b"runs", 30)
            await store.replace(f"k{number}", b"runs", b"x" * 10_000, 30)
            assert store.size <= 100_000
        assert len(store) == 9
        await store.add("large", b"runs", 30)
        await store.replace("large", b"runs", b"x" * 200_000, 30)
        assert (len(store), store.size) == (0, 0)

    host.run(run())


def test_what_ended_without_a_word_does_not_fill_the_memory_store(host: Host) -> None:
    async def run() -> None:
        now = 0.0
        store = MemoryStore(max_entries=2, clock=lambda: now)
        for key in ("a", "b"):
            await store.add(key, b"runs", 30)
        now = 31.0
        assert await store.add("c", b"runs", 30) is None
        assert len(store) == 1

    host.run(run())


@pytest.mark.parametrize("text", ["", "disk", "http://localhost"])
def test_a_store_that_nobody_knows_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="memory, none or redis://"):
        named_store(text)


def test_a_store_is_named_on_a_command() -> None:
    assert named_store("none") is None
    assert named_store("memory") is IN_MEMORY
    pytest.importorskip("redis")
    store = named_store("redis://user:secret@localhost:6379/0")
    assert repr(store) == "RedisStore(redis://localhost:6379/0)"


def test_several_workers_refuse_the_memory_store() -> None:
    for choice in (IN_MEMORY, MemoryStore()):
        check_workers(choice, 1)
        with pytest.raises(ValueError, match="2 workers cannot share"):
            check_workers(choice, 2)
    check_workers(None, 2)
    pytest.importorskip("redis")
    check_workers(RedisStore("redis://localhost"), 2)
