"""The access log has a line for every call, in every style, and no value of any."""

import asyncio
import io
import json
import logging
from datetime import datetime
from typing import Any

import pytest

from generated._support import Call, CallOptions, Principal, ServiceError, access_log
from generated.products.jsonrpc.server import create_app
from tests.behaviour.hosting import REMOTE, Host, Way
from tests.behaviour.probe import SECRET, Probe
from tests.behaviour.raw import post
from tests.behaviour.test_hooks import ASYNC, Proceed, hooked

KEYS = ["time", "operation", "style", "code", "duration_ms", "received", "sent", "id"]


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def written(log: io.StringIO, count: int) -> list[dict[str, Any]]:
    """The lines, once there are so many: a client may have its answer before they are written."""
    async with asyncio.timeout(30):
        while len(found := lines(log)) < count:
            await asyncio.sleep(0.005)
    return found


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_call_is_one_line(way: Way, host: Host) -> None:
    log = io.StringIO()

    async def run() -> list[dict[str, Any]]:
        async with hooked(way, Probe(), access_log(log)) as caller:
            options = CallOptions(headers={"x-request-id": "r-1", "authorization": SECRET})
            await caller.get_product(product_id="a-product", options=options)
            return await written(log, 1)

    (line,) = host.run(run())
    assert [*line] == KEYS
    assert (line["operation"], line["style"], line["code"]) == ("GetProduct", way.style, "ok")
    assert line["id"] == "r-1"
    assert line["sent"] > 10
    assert 0 <= line["duration_ms"] < 60_000
    assert datetime.fromisoformat(line["time"]).tzinfo is not None
    assert "a-product" not in log.getvalue()
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_crash_has_the_id_that_its_caller_is_told(way: Way, host: Host) -> None:
    log = io.StringIO()

    async def run() -> tuple[str, list[dict[str, Any]]]:
        async with hooked(way, Probe(), access_log(log)) as caller:
            with pytest.raises(ServiceError) as caught:
                await caller.get_product(product_id="crash")
            return caught.value.message, await written(log, 1)

    message, (line,) = host.run(run())
    assert line["code"] == "internal"
    assert line["id"] in message
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_a_hook_behind_it_refuses_is_in_it(way: Way, host: Host) -> None:
    log = io.StringIO()

    async def refuse(_call: Call, _proceed: Proceed) -> Any:
        raise ServiceError("No.", code="unauthenticated")  # type: ignore[arg-type]

    async def run() -> list[dict[str, Any]]:
        async with hooked(way, Probe(), access_log(log), refuse) as caller:
            with pytest.raises(ServiceError):
                await caller.get_product(product_id="1")
            return await written(log, 1)

    (line,) = host.run(run())
    assert line["code"] == "unauthenticated"


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_a_call_that_its_caller_gives_up_is_cancelled(way: Way, host: Host) -> None:
    log, service = io.StringIO(), Probe()

    async def run() -> list[dict[str, Any]]:
        async with hooked(way, service, access_log(log)) as caller:
            task = asyncio.create_task(caller.get_product(product_id="wait"))
            await service.started.wait()
            task.cancel()
            return await written(log, 1)

    (line,) = host.run(run())
    assert (line["code"], line["sent"]) == ("cancelled", 0)


def test_each_call_of_a_batch_has_a_line_and_an_id(host: Host) -> None:
    log = io.StringIO()
    batch = [
        {"jsonrpc": "2.0", "method": "getProduct", "params": {"productId": "1"}, "id": 1},
        {"jsonrpc": "2.0", "method": "getProduct", "params": {"productId": "crash"}, "id": 2},
        {"jsonrpc": "2.0", "method": "getProduct", "params": {}, "id": 3},
        {"jsonrpc": "2.0", "method": "nothing", "id": 4},
    ]
    app = create_app(Probe(), hooks=[access_log(log)])
    host.run(post(app, "/jsonrpc", json.dumps(batch).encode()))
    found = lines(log)
    assert sorted(line["code"] for line in found) == ["internal", "invalid_argument", "ok"]
    assert len({line["id"] for line in found}) == 3
    assert all(line["sent"] > 0 for line in found)


def test_a_subject_is_told_only_where_it_is_asked_for(host: Host) -> None:
    log = io.StringIO()

    async def who(call: Call, proceed: Proceed) -> Any:
        call.principal = Principal("ada")
        return await proceed()

    call = {"jsonrpc": "2.0", "method": "getProduct", "params": {"productId": "1"}, "id": 1}
    for subject in (False, True):
        app = create_app(Probe(), hooks=[access_log(log, subject=subject), who])
        host.run(post(app, "/jsonrpc", json.dumps(call).encode()))
    without, told = lines(log)
    assert "subject" not in without
    assert told["subject"] == "ada"


def test_it_goes_to_the_logger_where_there_is_no_stream(
    host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    call = {"jsonrpc": "2.0", "method": "getProduct", "params": {"productId": "1"}, "id": 1}
    with caplog.at_level(logging.INFO, logger="diptych.access"):
        app = create_app(Probe(), hooks=[access_log()])
        host.run(post(app, "/jsonrpc", json.dumps(call).encode()))
    assert [json.loads(record.message)["operation"] for record in caplog.records] == ["GetProduct"]
