"""Walks through every contract through every proxy: it gives what the object itself gives."""

import asyncio
import contextlib
import datetime
import importlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from generated import cameras
from generated._support import CallOptions, ServiceError
from generator.styles import registry
from tests.behaviour.hosting import OBJECT, Caller, Host, Outcome, Way
from tests.behaviour.test_every_operation import SERVICES, walked
from tests.cameras import Cameras
from tests.deploy.traffic.foreign import asked, did, shown, unary
from tests.deploy.traffic.foreign import channel as stock_channel
from tests.deploy.traffic.site import CONTRACTS, TARGETS, Site
from tests.waiting import until_by_thread

Sites = Callable[[str, str], Site]

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
_NOW = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)
PROXIED = [
    pytest.param(contract, target, id=f"{target}-{contract}")
    for target in TARGETS
    for contract in CONTRACTS
]


class PastTheCache:
    """Calls through the proxy, and the second time past it what its cache may answer.

    A walk changes what it has read; a cache gives what was so, as long as the contract says.
    """

    def __init__(self, site: Site, through: Any, direct: Any) -> None:
        stored = [way for way in site.ways if way.stored and way.stored.max_age is not None]
        self._stored = {one.name.text for way in stored for one in way.operations}
        self._names = {one.method: one.name for one in site.pair.operations}
        self._asked: set[str] = set()
        self._through = through
        self._direct = direct

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._through, method)
        if self._names[method] not in self._stored:
            return found
        again = getattr(self._direct, method)

        def call(**given: Any) -> Any:
            key = f"{method} {given}"
            known = key in self._asked
            self._asked.add(key)
            return again(**given) if known else found(**given)

        async def call_async(**given: Any) -> Any:
            made = call(**given)
            return await made if asyncio.iscoroutine(made) else made

        return call_async if asyncio.iscoroutinefunction(found) else call


def walk(site: Site, contract: str, client: Any) -> list[Outcome]:
    """What comes of a walk over a new service, whichever servers it goes to."""
    scenario = importlib.import_module(f"tests.behaviour.scenarios.{contract}")
    insists = any(one.etag and one.etag.required for one in site.pair.operations)
    options = CallOptions(
        if_match="*" if insists else None,
        timeout=50,
        headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"},
    )
    site.pair.service = SERVICES[contract]()
    site.pair.came.clear()
    caller = Caller(client, options=options)
    asyncio.run(scenario.walk(caller))
    return caller.outcomes


@contextlib.contextmanager
def explained(site: Site, style: str) -> Iterator[None]:
    """Say with a failure what the proxy printed."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"{style} through {site.proxy.title}, which printed:")
        error.add_note(site.proxy.printed())
        raise


@pytest.fixture(scope="session")
def expected(host: Host) -> Callable[[str], list[Outcome]]:
    """What comes of a walk when the object itself is called."""
    known: dict[str, list[Outcome]] = {}

    def outcomes(contract: str) -> list[Outcome]:
        if contract not in known:
            known[contract] = host.run(walked(contract, Way(OBJECT, "async"))).outcomes
        return known[contract]

    return outcomes


@pytest.mark.parametrize(("contract", "target"), PROXIED)
def test_a_walk_through_two_servers_in_turn_gives_what_one_object_gives(
    contract: str, target: str, site_of: Sites, expected: Callable[[str], list[Outcome]]
) -> None:
    site = site_of(contract, target)
    for style in registry.names():
        with explained(site, style), site.direct(style) as direct, site.client(style) as client:
            assert walk(site, contract, PastTheCache(site, client, direct)) == expected(contract)
            assert min(site.pair.spread()) > 0
            # Nothing is lost on the way: who asked, and how long it waits (gRPC rounds up).
            assert {one.headers["traceparent"].split("-")[1] for one in site.pair.came} == {TRACE}
            assert [one for one in site.pair.came if not 0 < (one.remaining or 0) < 52] == []


@pytest.mark.parametrize("target", TARGETS)
def test_an_async_client_sees_through_a_proxy_what_a_sync_one_sees(
    target: str, site_of: Sites, expected: Callable[[str], list[Outcome]], host: Host
) -> None:
    contract = "products"
    site = site_of(contract, target)
    scenario = importlib.import_module(f"tests.behaviour.scenarios.{contract}")

    async def outcomes(style: str) -> list[Outcome]:
        site.pair.service = SERVICES[contract]()
        async with site.async_client(style) as client:
            caller = Caller(client)
            await scenario.walk(caller)
            return caller.outcomes

    for style in registry.names():
        with explained(site, style):
            assert host.run(outcomes(style)) == expected(contract)


@pytest.mark.parametrize("target", TARGETS)
def test_streams_of_cameras_are_the_same_straight_and_through_a_proxy(
    target: str, site_of: Sites
) -> None:
    site = site_of("cameras", target)
    site.pair.service = Cameras()
    for style in registry.names():
        with explained(site, style), site.direct(style) as direct, site.client(style) as client:
            assert streamed(client) == streamed(direct)


def streamed(client: Any) -> list[object]:
    """What comes of each operation that streams: values, or the code of an error."""
    frames = [cameras.Frame(number=n, taken_at=_NOW, jpeg=b"x" * n) for n in range(3)]
    moves = [cameras.Move(pan=float(n)) for n in range(3)]
    calls = (
        lambda: [*client.watch_camera(camera_id=1)],
        lambda: [*client.watch_camera(camera_id=404)],
        lambda: client.upload_frames(frames=iter(frames)),
        lambda: [*client.steer_camera(moves=iter(moves))],
    )
    return [_outcome(call) for call in calls]


def _outcome(call: Callable[[], object]) -> object:
    try:
        return call()
    except ServiceError as error:
        return type(error), error.code


@pytest.mark.parametrize(("contract", "target"), PROXIED)
def test_only_what_the_contract_lets_a_cache_keep_is_answered_by_it(
    contract: str, target: str, site_of: Sites
) -> None:
    site = site_of(contract, target)
    with site.direct("rest") as client:  # leaves its resources behind
        walk(site, contract, client)
    reads = [way for way in site.ways if "GET" in way.route.methods and way.operation]
    ways = [way for way in reads if not way.streams]
    with site.http() as caller:
        for way in ways:
            with explained(site, way.name):
                first = asked(way, caller)
                kept = way.stored is not None and way.stored.max_age is not None
                if kept and first.status_code == 200:
                    until_by_thread(lambda way=way: did(asked(way, caller)) == "HIT")
                    site.pair.came.clear()
                    again = asked(way, caller)
                    assert (again.content, site.pair.came) == (first.content, [])
                else:
                    site.pair.came.clear()
                    assert did(asked(way, caller)) != "HIT"
                    assert len(site.pair.came) == 1


@pytest.mark.parametrize(("contract", "target"), PROXIED)
def test_twenty_calls_on_one_connection_go_to_both_servers_in_turn(
    contract: str, target: str, site_of: Sites
) -> None:
    site = site_of(contract, target)
    # Whatever a call without content comes to: the server was asked.
    site.pair.service = SERVICES[contract]()
    ways = [way for way in site.ways if way.operation and not way.streams and not way.stored]
    by_style = {way.style.name: way for way in reversed(ways)}
    for way in by_style.values():
        headers, _ = shown(way)
        site.pair.came.clear()
        with explained(site, way.name):
            if way.route.media_types[:1] == ("application/grpc",):
                with stock_channel(site) as channel:
                    for _ in range(20):
                        with contextlib.suppress(Exception):
                            unary(channel, way.path.text, headers)
            else:
                with site.http() as caller:
                    for _ in range(20):
                        asked(way, caller, post=True)
            assert site.pair.spread() == [10, 10], way.name
