"""After it was told to stop, a server goes on for a while, and its health says that it stops."""

import signal
import time
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.serving.process import Served, get, served, status
from tests.serving.test_ending import ended
from tests.waiting import until_by_thread

NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def ready(shop: Served) -> int:
    return status(shop.ask(get("/readyz")))


def test_while_it_drains_it_serves_and_is_not_ready() -> None:
    with (
        served("--health", "--drain", "60") as shop,
        grpc.insecure_channel(shop.targets["grpc"]) as channel,
    ):
        assert ready(shop) == 200
        health: Any = health_pb2_grpc.HealthStub(channel)
        shop.end()
        until_by_thread(lambda: ready(shop) == 503)
        assert status(shop.ask(get("/healthz"))) == 200
        assert status(shop.ask(get())) == 200
        assert health.Check(health_pb2.HealthCheckRequest()).status == NOT_SERVING


def test_it_ends_by_itself_when_it_has_drained() -> None:
    with served("--drain", "1") as shop:
        begun = time.monotonic()
        shop.end()
        assert ended(shop, 30)[0] == 0
        assert time.monotonic() - begun > 0.9


def test_a_second_signal_ends_the_draining_too() -> None:
    for more in ((), ("--workers", "2", "--idempotency", "none")):
        with served("--health", "--drain", "60", *more) as shop:
            shop.end()
            until_by_thread(lambda shop=shop: ready(shop) == 503)
            assert status(shop.ask(get())) == 200
            shop.end(signal.SIGINT)
            assert ended(shop, 30)[0] == 0
