"""Restarts a server while clients call it: what the contract says is tried again succeeds."""

import asyncio
import socket

import pytest

from generated._support import CallOptions, Code, ServiceError
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served, target_at
from tests.behaviour.services.accounts import Bank
from tests.waiting import DEADLINES

ACCOUNTS = "generated.accounts"
DOWN = 1.2


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("connected_before", [True, False], ids=["used before", "never used"])
def test_a_call_outlives_a_restart_of_its_server(
    way: Way, connected_before: bool, host: Host
) -> None:
    async def run() -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        address = f"127.0.0.1:{port}"
        target = target_at(way.style, address)
        async with connected(ACCOUNTS, way, target) as client:
            caller = Caller(client)
            if connected_before:
                async with served(ACCOUNTS, way.style, Bank(), port=port):
                    await caller.list_accounts()
            call = asyncio.ensure_future(caller.list_accounts())
            await asyncio.sleep(DOWN)
            assert not call.done()
            async with served(ACCOUNTS, way.style, Bank(), port=port):
                page = await asyncio.wait_for(call, 30)
            assert page.accounts == []

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_server_that_does_not_come_back_is_unavailable(way: Way, host: Host) -> None:
    async def run() -> ServiceError:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        address = f"127.0.0.1:{port}"
        target = target_at(way.style, address)
        async with connected(ACCOUNTS, way, target) as client:
            for seconds in DEADLINES[1:]:
                with pytest.raises(ServiceError) as caught:
                    await Caller(client).list_accounts(options=CallOptions(timeout=seconds))
                # A machine that does other things may not have tried in this time.
                if caught.value.code is not Code.DEADLINE_EXCEEDED:
                    break
        return caught.value

    assert host.run(run()).code is Code.UNAVAILABLE
