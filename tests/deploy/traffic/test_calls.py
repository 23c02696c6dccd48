"""What a call carries besides its input: its deadline and its trace go through a proxy."""

import asyncio
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from generated._support import CallOptions
from generator.runtime import ServiceError
from generator.runtime.codes import Code
from generator.styles import registry
from tests.behaviour.hosting import Host
from tests.deploy.traffic.desk import Desk
from tests.deploy.traffic.site import Site
from tests.waiting import PATIENCE, until

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def service(desk: Site) -> Desk:
    made = desk.pair.service = Desk(desk.package)
    desk.pair.came.clear()
    return made


def test_the_deadline_and_the_trace_of_a_call_come_to_the_server(desk: Site, service: Desk) -> None:
    headers = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    for style in registry.names():
        with desk.client(style) as client:
            seen = client.look(options=CallOptions(timeout=30, headers=headers))
            assert 0 < seen.remaining < 31, style
            assert seen.trace.split("-")[1] == TRACE, style
            assert client.look().remaining is None, style
    assert service.done["look"] == 2 * len(registry.names())


def test_a_caller_may_wait_longer_than_the_contract_says(
    desk: Site, service: Desk, host: Host
) -> None:
    """Its own deadline holds, which no proxy knows; without one, the contract's does."""

    async def all_styles() -> list[tuple[Any, ...]]:
        service.held.clear()
        return await asyncio.gather(*(waited(style) for style in registry.names()))

    async def waited(style: str) -> tuple[Any, ...]:
        async with desk.async_client(style) as client:
            options = CallOptions(timeout=PATIENCE)
            patient = asyncio.create_task(client.wait(options=options))
            short = [await _ended(client.wait) for _ in range(2)]
            own = await _ended(lambda: client.do(id="x", options=CallOptions(timeout=0.5)))
            still = not patient.done()
            await ready()
            return style, short, own, still, await _ended(lambda: patient)

    done: list[bool] = []

    async def ready() -> None:
        """Wait until all styles are here; then let the service go on."""
        done.append(True)
        await until(lambda: len(done) == len(registry.names()))
        service.held.set()

    late = Code.DEADLINE_EXCEEDED
    expected = [(style, [late, late], late, True, None) for style in registry.names()]
    try:
        assert host.run(all_styles(), within=PATIENCE) == expected
    finally:
        host.run(_set(service))


async def _set(service: Desk) -> None:
    service.held.set()


async def _ended(call: Callable[[], Any]) -> Code | None:
    try:
        await call()
    except ServiceError as error:
        return Code(error.code)
    return None


def test_curl_is_answered_over_http2_and_http1(desk: Site, service: Desk) -> None:
    for version, option in (("2", "--http2"), ("1.1", "--http1.1")):
        place = f"{desk.proxy.url}/notes/a"
        told = ["-o", "/dev/null", "-w", "%{http_version} %{http_code}"]
        trust = ["--cacert", str(desk.proxy.certificate)]
        done = subprocess.run(
            ["curl", "-sS", option, *trust, *told, place],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == f"{version} 200", done.stderr
    assert service.done["get_note"] <= 2


def test_pages_of_a_list_come_from_both_servers(desk: Site, service: Desk) -> None:
    service.notes = {f"n{number:02}": "" for number in range(20)}
    for style in registry.names():
        desk.pair.came.clear()
        with desk.client(style) as client:
            found, token = [], None
            while True:
                page = client.list_notes(page_size=2, page_token=token)
                found += [note.id for note in page.notes]
                token = page.next_page_token
                if token is None:
                    break
        assert found == [*service.notes], style
        assert desk.pair.spread("ListNotes") == [5, 5], style


def test_an_entity_tag_of_one_server_holds_at_the_other(desk: Site, service: Desk) -> None:
    for style in registry.names():
        service.notes["kept"] = style
        with desk.client(style) as client:
            for number in range(2):
                id_ = f"{style}-{number}"
                client.add_note(id=id_)
                client.look()  # the next call comes to the other server
                client.remove_note(note_id=id_)
    assert service.done["remove_note"] == 2 * len(registry.names())
