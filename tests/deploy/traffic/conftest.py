"""Starts the servers of a contract once, and a proxy of each target in front of them."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import build
from tests.behaviour.hosting import Host
from tests.deploy.traffic.behind import Pair
from tests.deploy.traffic.desk import anybody
from tests.deploy.traffic.site import CONTRACTS, TARGETS, Site, deployed, runs

DESK = Path(__file__).parent / "contracts" / "desk.yaml"


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture(scope="session")
def pair_of(host: Host) -> Iterator[Callable[[str], Pair]]:
    """The two servers of a contract, by its name; all that were asked for run to the end."""
    found: dict[str, Pair] = {}

    def pair(name: str) -> Pair:
        if name not in found:
            found[name] = Pair(host, f"generated.{name}")
            host.run(found[name].open())
        return found[name]

    yield pair
    for one in found.values():
        host.run(one.close())


@pytest.fixture(scope="session")
def site_of(
    pair_of: Callable[[str], Pair], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, str], Site]]:
    """A target's proxy before a contract's servers; the last one that was asked for runs."""
    with contextlib.ExitStack() as stack:
        current: dict[tuple[str, str], Site] = {}

        def site(contract: str, target: str) -> Site:
            _skip_without(target)
            if (contract, target) not in current:
                stack.close()
                current.clear()
                folder = tmp_path_factory.mktemp(f"{contract}-{target}")
                found = deployed(target, CONTRACTS[contract], pair_of(contract), folder)
                current[contract, target] = stack.enter_context(found)
            return current[contract, target]

        yield site


@pytest.fixture(scope="session")
def desk_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the package generated from ``contracts/desk.yaml``."""
    folder = tmp_path_factory.mktemp("desk")
    build(DESK, output=folder / "desked")
    sys.path.insert(0, str(folder))
    yield "desked.desk"
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def desks(host: Host, desk_package: str) -> Iterator[Pair]:
    """Two servers of the desk."""
    pair = Pair(host, desk_package, anybody)
    host.run(pair.open())
    yield pair
    host.run(pair.close())


@pytest.fixture(scope="module", params=TARGETS)
def desk(
    desks: Pair, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A proxy in front of them."""
    target: str = request.param
    _skip_without(target)
    with deployed(target, DESK, desks, tmp_path_factory.mktemp(target)) as site:
        yield site


def _skip_without(target: str) -> None:
    missing = runs(target).missing()
    if missing:
        pytest.skip(missing)
