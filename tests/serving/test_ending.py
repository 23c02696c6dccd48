"""The end of a served process: calls get their grace, then an answer; nothing holds the process."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import grpc
import msgspec
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from generated._support import CallOptions, Code, ServiceError
from generator.styles import registry
from tests.serving.process import ROOT, Served, document, rest_of, served, status
from tests.waiting import PATIENCE

STYLES = registry.names()
# Longer than any of these tests; no client gives up before.
LONG = "100"
PATIENT = CallOptions(timeout=100)
METHODS: dict[str, Callable[[Any], Any]] = {
    "async def": lambda client: client.get_product(product_id=LONG, options=PATIENT),
    "def": lambda client: client.delete_product(product_id=LONG, options=PATIENT),
    "stubborn": lambda client: client.update_product_price(
        product_id=LONG, price=Decimal(1), options=PATIENT
    ),
}


@contextmanager
def running(shop: Served, *calls: tuple[str, str]) -> Iterator[list["Future[Any]"]]:
    """Calls of (style, kind of method) that have reached the service."""
    with ExitStack() as stack:
        pool = ThreadPoolExecutor(len(calls))
        before = shop.begun()
        futures = []
        for style, kind in calls:
            module = import_module(f"generated.products.{style}.client")
            client = stack.enter_context(module.Client(shop.targets[style]))
            futures.append(pool.submit(METHODS[kind], client))
        shop.until_begun(before + len(calls))
        assert not [future for future in futures if future.done()]
        yield futures
        pool.shutdown(wait=False, cancel_futures=True)


def error_of(future: "Future[Any]") -> ServiceError:
    error = future.exception(timeout=PATIENCE)
    assert isinstance(error, ServiceError), error
    return error


def ended(shop: Served, within: float) -> tuple[int, str]:
    """The exit status and what was said; the process must have ended by itself."""
    begun = time.monotonic()
    _, said = shop.process.communicate(timeout=within + 10)
    assert time.monotonic() - begun < within
    return shop.process.returncode, said


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_calls_longer_than_the_grace_end_as_unavailable_in_every_style(kind: str) -> None:
    with (
        served("--grace", "1") as shop,
        running(shop, *((style, kind) for style in STYLES)) as calls,
    ):
        begun = time.monotonic()
        shop.end()
        errors = [error_of(call) for call in calls]
        waited = time.monotonic() - begun
        found = [(error.code, error.message) for error in errors]
        assert found == [(Code.UNAVAILABLE, "The server is stopping.")] * len(STYLES)
        assert 0.9 < waited < 30
        assert ended(shop, 30) == (0, "")


def test_the_answers_are_those_of_each_style() -> None:
    call = b'{"jsonrpc": "2.0", "method": "getProduct", "params": ["%s"], "id": %d}'
    one, two = (call % (LONG.encode(), number) for number in (1, 2))
    bodies = (one, b"[%s, %s]" % (one, two))
    with served("--grace", "0.5") as shop:
        asked = [b"GET /products/100 HTTP/1.1\r\nhost: x\r\n\r\n"]
        for body in bodies:
            head = b"POST /jsonrpc HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            asked.append(head + b"content-length: %d\r\n\r\n%s" % (len(body), body))
        connections = [shop.connect() for _ in asked]
        for connection, request in zip(connections, asked, strict=True):
            connection.sendall(request)
        shop.until_begun(4)  # the batch is two
        shop.end()
        problem, single, batch = (rest_of(connection) for connection in connections)
        assert (status(problem), document(problem)["code"]) == (503, "unavailable")
        assert b"retry-after: 1\r\n" in problem
        error = {
            "code": 14,
            "message": "The server is stopping.",
            "data": {"code": "unavailable", "retryAfter": 1.0},
        }
        answers = msgspec.json.decode(batch.partition(b"\r\n\r\n")[2])
        assert document(single) == {"jsonrpc": "2.0", "error": error, "id": 1}
        assert answers == [{"jsonrpc": "2.0", "error": error, "id": n} for n in (1, 2)]


def test_calls_that_end_within_the_grace_are_finished() -> None:
    with (
        served("--grace", "20") as shop,
        ThreadPoolExecutor(2 * len(STYLES)) as pool,
        ExitStack() as stack,
    ):
        futures = []
        for style in STYLES:
            module = import_module(f"generated.products.{style}.client")
            client = stack.enter_context(module.Client(shop.targets[style]))
            futures.append(pool.submit(client.get_product, product_id="2"))
            futures.append(pool.submit(client.delete_product, product_id="2"))
        shop.until_begun(len(futures))
        shop.end()
        names = [getattr(future.result(PATIENCE), "name", None) for future in futures]
        assert names == ["Shirt", None] * len(STYLES)
        # Sooner than the grace ends.
        assert ended(shop, 18) == (0, "")


def test_a_second_signal_ends_the_grace_at_once() -> None:
    with (
        served("--grace", "60") as shop,
        running(shop, *((style, "async def") for style in STYLES)) as calls,
    ):
        shop.end()
        shop.until_stopping()
        assert not [call for call in calls if call.done()]
        shop.end(signal.SIGINT)
        assert {error_of(call).code for call in calls} == {Code.UNAVAILABLE}
        assert ended(shop, 30)[0] == 0


def test_a_method_that_swallows_its_end_holds_no_process() -> None:
    with (
        served("--grace", "0.5") as shop,
        running(shop, *((style, "stubborn") for style in STYLES)) as calls,
    ):
        shop.end()
        assert {error_of(call).code for call in calls} == {Code.UNAVAILABLE}
        assert ended(shop, 30)[0] == 0


def test_no_new_connection_is_taken_and_idle_ones_are_closed() -> None:
    with served("--grace", "5") as shop, running(shop, ("rest", "async def")):
        idle = shop.connect()
        idle.sendall(b"GET /products/0 HTTP/1.1\r\nhost: x\r\n\r\n")
        begun = idle.recv(10)
        half = shop.connect()
        half.sendall(b"GET /products/0 HTTP/1.1\r\n")
        silent = shop.connect()
        shop.until_known()
        shop.end()
        assert status(begun + rest_of(idle)) == 200
        rest_of(half)
        rest_of(silent)
        assert shop.process.poll() is None
        for target in shop.targets.values():
            host, _, port = target.removeprefix("http://").partition("/")[0].rpartition(":")
            with socket.socket() as probe:
                assert probe.connect_ex((host, int(port))) != 0


def test_a_client_that_does_not_read_or_send_does_not_prolong_the_grace() -> None:
    with served("--grace", "0.5") as shop:
        unread, unsent = shop.connect(), shop.connect()
        unread.sendall(b"GET /products HTTP/1.1\r\nhost: x\r\n\r\n")
        head = b"POST /products HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        unsent.sendall(head + b"content-length: 50\r\n\r\n{")
        shop.until_known()
        shop.end()
        assert status(rest_of(unsent)) == 503
        # Whoever reads nothing is cut off after 20 seconds, if nothing else does it.
        assert ended(shop, 18)[0] == 0


def test_health_says_not_serving_while_calls_end() -> None:
    with (
        served("--grace", "5") as shop,
        running(shop, ("grpc", "async def")),
        grpc.insecure_channel(shop.targets["grpc"]) as channel,
    ):
        stub: Any = health_pb2_grpc.HealthStub(channel)
        watch = stub.Watch(health_pb2.HealthCheckRequest(service=""))
        states = [next(watch).status]
        shop.end()
        states.append(next(watch).status)
        assert states == [
            health_pb2.HealthCheckResponse.SERVING,
            health_pb2.HealthCheckResponse.NOT_SERVING,
        ]


def test_gen_serve_has_a_grace_too() -> None:
    command = [Path(sys.executable).with_name("gen"), "serve", "contracts/products.yaml"]
    ports = [item for style in STYLES for item in (f"--{style}", "127.0.0.1:0")]
    with subprocess.Popen(
        [*command, *ports, "--grace", "0.5", "--threads", "3"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        assert process.stdout is not None
        lines = []
        while not lines or not lines[-1].startswith("Ctrl-C"):
            lines.append(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.communicate()[0].endswith("Stopped.\n")
        assert process.returncode == 0
        watchdog.cancel()
