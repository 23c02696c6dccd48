"""Walks through every contract, whichever way the service is reached, and compares the ways."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from generated._support import CallOptions
from tests.behaviour.hosting import OBJECT, REMOTE, Caller, Host, Outcome, Way, reached
from tests.behaviour.services.accounts import Bank
from tests.behaviour.services.blog import Press
from tests.behaviour.services.cameras import CameraHub
from tests.behaviour.services.people import AddressBook
from tests.behaviour.services.playlists import MusicBox
from tests.behaviour.services.products import ProductList
from tests.behaviour.services.servers import DataCentre

SERVICES: dict[str, Callable[[], object]] = {
    "accounts": Bank,
    "blog": Press,
    "cameras": CameraHub,
    "people": AddressBook,
    "playlists": MusicBox,
    "products": ProductList,
    "servers": DataCentre,
}


async def walked(contract: str, way: Way) -> Caller:
    """Walk through a contract over a new service; gives the caller with its outcomes."""
    scenario = importlib.import_module(f"tests.behaviour.scenarios.{contract}")
    operations = importlib.import_module(f"generated.{contract}.operations").OPERATIONS
    # A contract may insist on If-Match, which only a client can send.
    insists = any(operation.etag and operation.etag.required for operation in operations)
    always = {"options": CallOptions(if_match="*")} if insists else {}
    async with reached(f"generated.{contract}", way, SERVICES[contract](), **always) as caller:
        await scenario.walk(caller)
        return caller


@pytest.fixture(scope="session")
def expected(host: Host) -> Callable[[str], list[Outcome]]:
    """What comes of a walk when the object itself is called."""
    known: dict[str, list[Outcome]] = {}

    def outcomes(contract: str) -> list[Outcome]:
        if contract not in known:
            known[contract] = host.run(walked(contract, Way(OBJECT, "async"))).outcomes
        return known[contract]

    return outcomes


def test_every_contract_has_a_service_and_a_walk() -> None:
    contracts = {path.stem for path in Path("contracts").glob("*.yaml")}
    assert set(SERVICES) == contracts


@pytest.mark.parametrize("contract", SERVICES)
def test_the_object_itself_keeps_its_contract(
    contract: str, expected: Callable[[str], list[Outcome]]
) -> None:
    assert expected(contract)


@pytest.mark.parametrize("contract", SERVICES)
def test_a_walk_calls_every_operation(
    contract: str, expected: Callable[[str], list[Outcome]]
) -> None:
    operations = importlib.import_module(f"generated.{contract}.operations").OPERATIONS
    offered = {operation.method for operation in operations if not operation.streaming}
    assert {outcome.method for outcome in expected(contract)} == offered


@pytest.mark.parametrize("contract", SERVICES)
def test_a_walk_sees_every_declared_error(
    contract: str, expected: Callable[[str], list[Outcome]]
) -> None:
    operations = importlib.import_module(f"generated.{contract}.operations").OPERATIONS
    declared = {error for operation in operations for error in operation.errors}
    assert {outcome.error for outcome in expected(contract)} >= declared


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("contract", SERVICES)
def test_every_way_gives_what_the_object_gives(
    contract: str, way: Way, host: Host, expected: Callable[[str], list[Outcome]]
) -> None:
    assert host.run(walked(contract, way)).outcomes == expected(contract)
