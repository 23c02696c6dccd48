"""Streams over gRPC: what each kind carries, what goes wrong in the midst, and what is left."""

import asyncio
import contextlib
import gc
import importlib
import logging
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
import pytest
from google.rpc import error_details_pb2, status_pb2

from generator import build
from tests.behaviour.hosting import Host
from tests.grpc.railway import Railway
from tests.waiting import until

CONTRACT = Path(__file__).parent / "contracts" / "rail.yaml"
SERVICE = "/rail.lines.v1.LinesService/"


@pytest.fixture(scope="module")
def rail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The generated package ``rail``."""
    folder = tmp_path_factory.mktemp("rail")
    contract = folder / CONTRACT.name
    contract.write_bytes(CONTRACT.read_bytes())
    build(contract, output=folder / "network")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("network.rail")
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def clients(rail: Any) -> Any:
    """The module of its clients."""
    return importlib.import_module(f"{rail.__name__}.grpc.client")


@pytest.fixture(scope="module")
def support(rail: Any) -> Any:
    """What is common to all generated packages."""
    return importlib.import_module(f"{rail.__name__.rpartition('.')[0]}._support")


@contextlib.asynccontextmanager
async def serving(rail: Any, service: Any, **options: Any) -> AsyncIterator[str]:
    """A server of the service; gives its address."""
    module = importlib.import_module(f"{rail.__name__}.grpc.server")
    server = module.create_server(service, **options)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(0)


@contextlib.asynccontextmanager
async def raw(target: str, method: str) -> AsyncIterator[Callable[..., Any]]:
    """A foreign client, which sends whatever bytes it likes."""
    async with grpc.aio.insecure_channel(target) as channel:
        yield channel.stream_stream(f"{SERVICE}{method}")


async def fields(
    target: str, method: str, messages: Iterable[bytes]
) -> tuple[grpc.StatusCode, list[tuple[str, str]]]:
    """How a foreign client's call ends, and what its BadRequest says."""

    def ask() -> Any:
        with grpc.insecure_channel(target) as channel:
            call = channel.stream_stream(f"{SERVICE}{method}")(iter(messages))
            with contextlib.suppress(grpc.RpcError):
                list(call)
            return call.code(), dict(call.trailing_metadata())

    code, trailers = await asyncio.to_thread(ask)
    status = status_pb2.Status.FromString(trailers.get("grpc-status-details-bin", b""))
    found: list[tuple[str, str]] = []
    for detail in status.details:
        request = error_details_pb2.BadRequest()
        if detail.Unpack(request):
            found += [(one.field, one.description) for one in request.field_violations]
    return code, found


async def each(*items: Any) -> AsyncIterator[Any]:
    """Items from an async iterator."""
    for item in items:
        yield item


def test_each_kind_carries_its_items(rail: Any, clients: Any, host: Host) -> None:
    service = Railway(rail)
    alarm, clear = rail.Alarm(code=1), rail.AllClear(reason="x")

    async def run() -> None:
        async with serving(rail, service) as target, clients.AsyncClient(target) as client:
            read = [one.value async for one in client.watch(sensor="a", most=4)]
            assert read == [0, 1, 2, 3]
            assert [one async for one in client.watch_bare()] == [
                rail.Alarm(code=7),
                rail.AllClear(reason="over"),
            ]
            assert await client.sum(items=[1, 0, -2]) == -1
            assert (await client.record_bare(events=each(alarm, clear))).value == 2
            assert service.seen == [alarm, clear]
            assert [one async for one in client.talk_bare(events=[alarm, clear])] == [alarm, clear]
            assert [one async for one in client.echo(items=each("a", "", "c"))] == ["a", "", "c"]
            assert (await client.lists(sensor="a", items=[[1], [], [2, 3]])).count == 3
            assert service.seen == ["a", [1], [], [2, 3]]

    host.run(run())


def test_a_client_that_waits_has_the_same(rail: Any, clients: Any, host: Host) -> None:
    service = Railway(rail)
    alarm, clear = rail.Alarm(code=1), rail.AllClear(reason="x")

    def ask(target: str) -> None:
        with clients.Client(target) as client:
            assert [one.value for one in client.watch(sensor="a", most=4)] == [0, 1, 2, 3]
            assert client.sum(items=iter([1, 0, -2])) == -1
            assert client.record_bare(events=[alarm, clear]).value == 2
            assert list(client.talk_bare(events=[alarm, clear])) == [alarm, clear]
            assert list(client.echo(items=(text for text in ["a", "", "c"]))) == ["a", "", "c"]

    async def run() -> None:
        async with serving(rail, service) as target:
            await asyncio.to_thread(ask, target)

    host.run(run())


def test_a_server_speaks_before_there_is_an_item(rail: Any, clients: Any, host: Host) -> None:
    async def run() -> None:
        async with serving(rail, Railway(rail)) as target, clients.AsyncClient(target) as client:
            seen = asyncio.Event()

            async def events() -> AsyncIterator[Any]:
                await seen.wait()
                yield rail.Alarm(code=1)

            values = []
            async for reading in client.talk(sensor="a", events=events()):
                values.append(reading.value)
                seen.set()
            assert values == [0, 1]

    host.run(run())


def test_an_invalid_item_is_named_with_its_place_in_the_proto(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    async def run() -> None:
        async with serving(rail, Railway(rail)) as target, clients.AsyncClient(target) as client:
            good, bad = rail.Reading(sensor="s", value=1), rail.Reading(sensor="", value=-1)
            with pytest.raises(support.InvalidArgument) as caught:
                await client.record(sensor="a", readings=[good, good, bad])
            places = sorted(one.pointer for one in caught.value.violations)
            assert places == ["/2/sensor", "/2/value"]
            # Reading(sensor="s", value=1), then Reading(value=-1), in field 2 of the request.
            items = [b"\x0a\x01a", b"\x12\x05\x0a\x01s\x10\x01"]
            items += [b"\x12\x0b\x10" + b"\xff" * 9 + b"\x01"]
            code, found = await fields(target, "Record", items)
            assert code is grpc.StatusCode.INVALID_ARGUMENT
            assert sorted(found) == [
                ("reading.sensor", "item 1: is required"),
                ("reading.value", "item 1: must be at least 0"),
            ]
            items = [b"\x0a\x02\x08\x01", b"\x0a\x00"]
            code, found = await fields(target, "TalkBare", items)
            assert (code, found) == (
                grpc.StatusCode.INVALID_ARGUMENT,
                [("alarm.code", "item 1: is required")],
            )

    host.run(run())


# The key, an item, both, another key, and neither, of a RecordRequest.
KEY, ITEM = b"\x0a\x01a", b"\x12\x05\x0a\x01s\x10\x01"
FIRST = [
    ([KEY, ITEM, ITEM], grpc.StatusCode.OK, []),
    ([KEY + ITEM, KEY + ITEM, ITEM], grpc.StatusCode.OK, []),
    ([KEY], grpc.StatusCode.OK, []),
    ([], grpc.StatusCode.INVALID_ARGUMENT, [("sensor", "is required")]),
    ([ITEM, ITEM], grpc.StatusCode.INVALID_ARGUMENT, [("sensor", "is required")]),
    (
        [KEY + ITEM, b"\x0a\x01b" + ITEM],
        grpc.StatusCode.INVALID_ARGUMENT,
        [("sensor", "is not what the first message of the stream said")],
    ),
    (
        [KEY, ITEM, b""],
        grpc.StatusCode.INVALID_ARGUMENT,
        [("reading", "item 1: is required")],
    ),
    (
        [KEY, ITEM, b"\x12\x05\x0a"],
        grpc.StatusCode.INVALID_ARGUMENT,
        [("reading", "item 1: is not a message of the expected type")],
    ),
]


@pytest.mark.parametrize(("messages", "code", "found"), FIRST)
def test_the_first_message_has_the_key_and_no_later_one_another(
    rail: Any,
    host: Host,
    messages: list[bytes],
    code: grpc.StatusCode,
    found: list[tuple[str, str]],
) -> None:
    async def run() -> None:
        async with serving(rail, Railway(rail)) as target:
            assert await fields(target, "Record", messages) == (code, found)

    host.run(run())


def test_an_item_that_a_caller_may_not_send_ends_the_call_at_the_caller(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    service = Railway(rail)

    def ask(target: str) -> None:
        with clients.Client(target) as client, pytest.raises(support.InvalidArgument) as caught:
            client.record(sensor="a", readings=[rail.Reading(sensor="s", value=1), "none"])
        assert [one.pointer for one in caught.value.violations] == ["/1"]

    async def run() -> None:
        async with serving(rail, service) as target:
            async with clients.AsyncClient(target) as client:
                with pytest.raises(support.InvalidArgument) as caught:
                    await client.record(sensor="a", readings=["none"])
                assert [one.pointer for one in caught.value.violations] == ["/0"]
                with pytest.raises(KeyError, match="mine"):
                    async for _ in client.echo(items=_failing()):
                        pass
            await asyncio.to_thread(ask, target)
            await until(lambda: service.running == 0)

    host.run(run())


async def _failing() -> AsyncIterator[str]:
    yield "a"
    raise KeyError("mine")


def test_an_answer_that_comes_early_is_read_at_once(rail: Any, clients: Any, host: Host) -> None:
    service = Railway(rail)

    async def endless() -> AsyncIterator[Any]:
        while True:
            yield rail.Reading(sensor="s", value=1)

    async def silent() -> AsyncIterator[Any]:
        yield rail.Reading(sensor="s", value=1)
        yield rail.Reading(sensor="s", value=1)
        await asyncio.sleep(60)

    def ask(target: str) -> None:
        with clients.Client(target) as client:
            items = (rail.Reading(sensor="s", value=1) for _ in iter(int, 1))
            assert client.record(sensor="early", readings=items).count == 2
            items = (rail.Reading(sensor="s", value=1) for _ in iter(int, 1))
            with pytest.raises(rail.LineClosed):
                client.record(sensor="closed", readings=items)

    async def run() -> None:
        async with serving(rail, service) as target, clients.AsyncClient(target) as client:
            for _ in range(20):  # a message is being written, or none is, as the answer comes
                for items in (endless(), silent()):
                    found = await client.record(sensor="early", readings=items)
                    assert found.count == 2
                for items in (endless(), silent()):
                    with pytest.raises(rail.LineClosed) as caught:
                        await client.record(sensor="closed", readings=items)
                    assert caught.value.since == 2
            await asyncio.to_thread(ask, target)

    host.run(run(), within=30)


def test_what_fails_in_mid_stream_says_no_more_than_it_may(
    rail: Any, support: Any, clients: Any, host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)

    async def run() -> None:
        async with serving(rail, Railway(rail)) as target, clients.AsyncClient(target) as client:
            for line in ("broken", "wrong"):
                values = []
                with pytest.raises(support.ServiceError) as caught:
                    async for reading in client.watch(sensor=line, most=9):
                        values += [reading.value]
                assert values == [0, 1, 2]
                assert caught.value.code == "internal"
                assert "secret" not in str(caught.value)

    host.run(run())


def test_a_deadline_spans_the_whole_stream(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    service = Railway(rail)

    async def run() -> None:
        async with serving(rail, service) as target, clients.AsyncClient(target) as client:
            options = support.CallOptions(timeout=0.3)
            with pytest.raises(support.ServiceError) as caught:
                async for _ in client.watch(sensor="silent", most=2, options=options):
                    pass
            assert caught.value.code == "deadline_exceeded"
            with pytest.raises(support.ServiceError) as caught:
                await client.record(sensor="a", readings=_never(), options=options)
            assert caught.value.code == "deadline_exceeded"
            await until(lambda: service.running == 0)
        async with (
            serving(rail, service, max_timeout=0.3) as target,
            clients.AsyncClient(target) as client,
        ):
            with pytest.raises(support.ServiceError) as caught:
                async for _ in client.watch(sensor="silent", most=2):
                    pass
            assert caught.value.code == "deadline_exceeded"

    host.run(run())


def test_a_reader_that_is_slow_slows_the_writer(rail: Any, clients: Any, host: Host) -> None:
    service, size = Railway(rail), 20_000
    taken = 0

    async def many() -> AsyncIterator[Any]:
        nonlocal taken
        while True:
            taken += 1
            yield rail.Reading(sensor="s" * size, value=1)

    async def standing(count: Callable[[], int]) -> int:
        """What it is when it has not changed for a while."""
        while (before := count()) < 10_000:
            await asyncio.sleep(0.3)
            if count() == before:
                break
        return before

    async def run() -> None:
        async with serving(rail, service) as target, clients.AsyncClient(target) as client:
            stream = client.watch(sensor="s" * size, most=0)
            await anext(stream)
            # The windows of HTTP/2, which grow to some megabytes, and no more.
            assert await standing(lambda: service.made) * size < 20_000_000
            await stream.aclose()
            await until(lambda: service.running == 0)

            service.wait = 60
            call = asyncio.create_task(client.record(sensor="a", readings=many()))
            assert await standing(lambda: taken) * size < 20_000_000
            call.cancel()
            await asyncio.wait([call])
            await until(lambda: service.running == 0)

    host.run(run())


def test_a_connection_that_is_cut_is_no_end_of_the_stream(rail: Any, host: Host) -> None:
    begun: list[str] = []
    ends: list[object] = []

    class Noting(Railway):
        def record_bare(self, *, events: Any) -> Any:
            begun.append("record_bare")
            try:
                ends.append(super().record_bare(events=events))
            except BaseException as error:
                ends.append(error)
                raise
            return ends[-1]

        async def sum(self, *, items: AsyncIterator[int]) -> int:
            begun.append("sum")
            try:
                total = await super().sum(items=items)
            except BaseException as error:
                ends.append(error)
                raise
            ends.append(total)
            return total

    async def run() -> None:
        async with serving(rail, Noting(rail)) as target:
            for number in range(20):
                for method, item in (("RecordBare", b"\x0a\x02\x08\x01"), ("Sum", b"\x08\x01")):
                    before = len(begun)
                    async with raw(target, method) as open_:
                        call = open_()
                        await call.write(item)
                        await until(lambda before=before: len(begun) > before)
                        await asyncio.sleep(0.001 * number)
            await until(lambda: len(ends) == 40)
            assert all(isinstance(one, BaseException) for one in ends), ends

    host.run(run())


def test_a_client_that_is_closed_ends_its_streams(rail: Any, clients: Any, host: Host) -> None:
    service = Railway(rail)

    async def run() -> None:
        async with serving(rail, service) as target:
            client = clients.AsyncClient(target)
            stream = client.watch(sensor="silent", most=3)
            await anext(stream)
            waiting = asyncio.create_task(anext(stream))
            await asyncio.sleep(0.05)
            await client.close()
            with pytest.raises(RuntimeError, match="closed"):
                await waiting
            with pytest.raises(RuntimeError, match="closed"):
                await anext(client.watch(sensor="a", most=1))
            await until(lambda: service.running == 0)
            await asyncio.to_thread(sync, target)

    def sync(target: str) -> None:
        client = clients.Client(target)
        stream = client.watch(sensor="silent", most=3)
        next(stream)
        closing = threading.Timer(0.1, client.close)
        closing.start()
        with pytest.raises(RuntimeError, match="closed"):
            next(stream)
        closing.join()

    host.run(run())


def test_a_server_that_goes_is_unavailable_and_not_the_end(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    async def run() -> None:
        module = importlib.import_module(f"{rail.__name__}.grpc.server")
        server = module.create_server(Railway(rail))
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        async with clients.AsyncClient(f"127.0.0.1:{port}") as client:
            stream = client.watch(sensor="silent", most=3)
            await anext(stream)
            began = time.monotonic()
            stopping = asyncio.create_task(server.stop(0.2))
            with pytest.raises(support.ServiceError) as caught:
                await anext(stream)
            assert caught.value.code == "unavailable"
            assert "stopping" in str(caught.value)
            assert time.monotonic() - began < 5
            await stopping

    host.run(run())


def test_a_stream_counts_as_a_call_that_runs(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    async def run() -> None:
        async with (
            serving(rail, Railway(rail), max_concurrent_calls=1) as target,
            clients.AsyncClient(target) as client,
        ):
            first = client.watch(sensor="silent", most=3)
            await anext(first)
            with pytest.raises(support.ServiceError) as caught:
                await anext(client.watch(sensor="a", most=1))
            assert caught.value.code == "resource_exhausted"
            await first.aclose()

    host.run(run())


def test_a_message_may_be_as_long_as_a_request_and_a_stream_longer(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    async def run() -> None:
        async with (
            serving(rail, Railway(rail), max_request_size=10_000) as target,
            clients.AsyncClient(target) as client,
        ):
            assert len([one async for one in client.echo(items=["x" * 9000] * 9)]) == 9
            with pytest.raises(support.ServiceError) as caught:
                async for _ in client.echo(items=["x" * 11_000]):
                    pass
            assert caught.value.code == "resource_exhausted"

    host.run(run())


def test_what_nothing_serves_is_unimplemented_at_once(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    async def run() -> None:
        async with (
            serving(rail, rail.LinesService()) as target,
            clients.AsyncClient(target) as client,
        ):
            for call in (
                client.watch(sensor="a", most=1),
                client.talk(sensor="a", events=each()),
            ):
                with pytest.raises(support.ServiceError) as caught:
                    await anext(call)
                assert caught.value.code == "unimplemented"
            silent = threading.Event()
            waiting = (b"" for _ in range(1) if silent.wait(60))
            assert (await fields(target, "Record", waiting))[0] is grpc.StatusCode.UNIMPLEMENTED
            silent.set()

    host.run(run())


def test_a_file_is_cut_into_messages_and_arrives_whole(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    async def run() -> None:
        async with serving(rail, Railway(rail)) as target, clients.AsyncClient(target) as client:
            pieces = [one async for one in client.download(size=3_000_001, piece=1_000_000)]
            assert sum(map(len, pieces)) == 3_000_001
            assert max(map(len, pieces)) <= 256 * 1024
            found = await client.upload(sensor="a", content=[b"x" * 3_000_000, b"", b"y"])
            assert (found.size, found.pieces) == (3_000_001, 13)
            assert (await client.upload(sensor="a", content=[])).size == 0
            assert (await client.small(content=[b"12345", b"67890"])).size == 10
            with pytest.raises(support.ServiceError, match="10 bytes") as caught:
                await client.small(content=[b"12345", b"678901"])
            assert caught.value.code == "resource_exhausted"

    host.run(run())


@pytest.mark.parametrize("kind", ["aclose", "break", "deadline", "task", "channel"])
def test_a_stream_that_is_left_leaves_nothing(
    rail: Any, support: Any, clients: Any, host: Host, kind: str
) -> None:
    service = Railway(rail)

    async def leave(target: str) -> None:
        client = clients.AsyncClient(target)
        options = support.CallOptions(timeout=0.05 if kind == "deadline" else None)
        stream = client.watch(sensor="silent", most=3, options=options)
        if kind != "deadline":
            await anext(stream)
        match kind:
            case "aclose":
                await stream.aclose()
            case "break":
                del stream
                gc.collect()
            case "deadline":
                with pytest.raises(support.ServiceError):
                    async for _ in stream:
                        pass
            case "task":
                waiting = asyncio.create_task(anext(stream))
                await asyncio.sleep(0.01)
                waiting.cancel()
                await asyncio.wait([waiting])
        await client.close()

    async def run() -> None:
        async with serving(rail, service) as target:
            await leave(target)
            before = len(asyncio.all_tasks()), threading.active_count()
            for _ in range(20):
                await leave(target)
            await until(lambda: service.running == 0)
            gc.collect()
            await until(lambda: len(asyncio.all_tasks()) <= before[0])
            assert threading.active_count() <= before[1] + 10

    host.run(run(), within=60)


def test_a_thousand_streams_at_once_and_thousands_after_one_another_leave_nothing(
    rail: Any, clients: Any, host: Host
) -> None:
    service = Railway(rail)

    async def run() -> None:
        async with serving(rail, service) as target, clients.AsyncClient(target) as client:

            async def one(line: str, most: int) -> int:
                return len([item async for item in client.watch(sensor=line, most=most)])

            assert await one("a", 2) == 2
            before = len(asyncio.all_tasks())
            calls = [asyncio.create_task(one("silent", 2)) for _ in range(1000)]
            await until(lambda: service.running == 1000)
            service.go_on.set()
            assert set(await asyncio.gather(*calls)) == {2}
            for _ in range(2000):
                assert await one("a", 1) == 1
            await until(lambda: service.running == 0)
            await until(lambda: len(asyncio.all_tasks()) <= before)

    host.run(run(), within=120)


class Proxy:
    """Stands between a client and a server, and goes silent without a word when told."""

    def __init__(self) -> None:
        self._passing = asyncio.Event()
        self._passing.set()
        self._tasks: list[asyncio.Task[None]] = []
        self._writers: list[asyncio.StreamWriter] = []

    async def start(self, target: str) -> str:
        """Listen; gives the address."""
        host, _, port = target.rpartition(":")

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            there, back = await asyncio.open_connection(host, int(port))
            self._writers += [writer, back]
            for source, sink in ((reader, back), (there, writer)):
                self._tasks.append(asyncio.create_task(self._pass_on(source, sink)))

        self._server = await asyncio.start_server(connected, "127.0.0.1", 0)
        return f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            await self._passing.wait()
            sink.write(data)

    def fall_silent(self) -> None:
        """Pass nothing on any more, with all connections open."""
        self._passing.clear()

    async def stop(self) -> None:
        """Close everything."""
        for task in self._tasks:
            task.cancel()
        for writer in self._writers:
            writer.close()
        self._server.close()


def test_a_client_that_is_half_open_is_found_out(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    service = Railway(rail)
    limits = support.Limits(idle_timeout=0.5, write_timeout=0.5)

    async def run() -> None:
        async with serving(rail, service, limits=limits) as target:
            proxy = Proxy()
            client = clients.AsyncClient(await proxy.start(target))
            streams = [client.watch(sensor="silent", most=3) for _ in range(50)]
            for stream in streams:
                await anext(stream)
            sending = asyncio.create_task(client.record(sensor="a", readings=_never()))
            await until(lambda: service.running == 51)
            proxy.fall_silent()
            await until(lambda: service.running == 0)
            await proxy.stop()
            await asyncio.wait([sending])
            for stream in streams:
                await stream.aclose()
            await client.close()

    host.run(run())


async def _never() -> AsyncIterator[Any]:
    await asyncio.sleep(60)
    yield None


KILLED = """
import asyncio, sys
import grpc.aio

async def main():
    async with grpc.aio.insecure_channel(sys.argv[1]) as channel:
        watch = channel.unary_stream("/rail.lines.v1.LinesService/Watch")
        record = channel.stream_stream("/rail.lines.v1.LinesService/Record")
        for _ in range(25):
            await watch(b"\\x0a\\x06silent").read()
            await record().write(b"\\x0a\\x01a")
        print("running", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


def test_a_client_that_is_killed_ends_its_streams(rail: Any, host: Host) -> None:
    service = Railway(rail)

    async def run() -> None:
        async with serving(rail, service) as target:
            command = (sys.executable, "-c", KILLED, target)
            peer = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
            assert peer.stdout is not None
            await peer.stdout.readline()
            await until(lambda: service.running == 50)
            peer.kill()
            await until(lambda: service.running == 0)
            await peer.wait()

    host.run(run(), within=30)


def test_a_hook_sees_a_stream_and_may_wrap_it(
    rail: Any, support: Any, clients: Any, host: Host
) -> None:
    service = Railway(rail)
    hooks = importlib.import_module(f"{support.__name__}.hooks")
    over: list[object] = []

    async def watching(call: Any, proceed: Any) -> Any:
        return hooks.observed(await proceed(), lambda error: over.append((call.operation, error)))

    async def run() -> None:
        async with (
            serving(rail, service, hooks=[watching]) as target,
            clients.AsyncClient(target) as client,
        ):
            assert len([one async for one in client.watch(sensor="a", most=3)]) == 3
            assert await client.sum(items=[1, 2]) == 3
            stream = client.watch(sensor="silent", most=3)
            await anext(stream)
            await stream.aclose()
            await until(lambda: len(over) == 3)
            assert over[:2] == [("Watch", None), ("Sum", None)]
            assert service.running == 0

    host.run(run())
