"""What a proxy does when servers fail: who is asked again, how often, and what callers are told."""

import contextlib
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.runtime import ServiceError
from generator.runtime.codes import Code
from generator.styles import registry
from tests.behaviour.hosting import Way
from tests.behaviour.told import carries, flows
from tests.deploy.nobody import nobody
from tests.deploy.traffic.conftest import DESK
from tests.deploy.traffic.desk import Desk
from tests.deploy.traffic.foreign import channel, unary
from tests.deploy.traffic.site import Front, Site, fronted
from tests.waiting import until_by_thread

STYLES = registry.names()
KINDS = ("http", "grpc")
# Proxies that keep nothing of a request of a style, and so never send it again.
NEVER = {("nginx", "grpc")}
each_style = pytest.mark.parametrize("style", STYLES)


@pytest.fixture
def service(desk: Site) -> Iterator[Desk]:
    """A new desk; whatever a test does to the servers, they are there again at its end."""
    made = desk.pair.service = Desk(desk.package)
    desk.pair.came.clear()
    yield made
    made.dying = 0
    for style in {registry.style(name).hosting.kind: name for name in STYLES}.values():
        with desk.client(style) as caller:  # until the proxy knows
            until_by_thread(lambda caller=caller: both_answer(desk, caller))


def both_answer(site: Site, caller: Any) -> bool:
    """Whether calls come to each of the two servers."""
    site.pair.came.clear()
    found = [code(caller.look) for _ in range(4)]
    return found == [None] * 4 and site.pair.spread() == [2, 2]


def code(call: Callable[[], object]) -> Code | None:
    """How a call ends: None for a value."""
    try:
        call()
    except ServiceError as error:
        return Code(error.code)
    return None


@contextlib.contextmanager
def client(site: Front, style: str, **options: Any) -> Iterator[Any]:
    """A client, and what the proxy printed if it is not answered as it should be."""
    try:
        with site.client(style, **options) as found:
            yield found
    except BaseException as error:
        error.add_note(f"{site.proxy.title} printed:\n{site.proxy.printed()}")
        raise


def resends(site: Site, style: str, operation: str) -> bool:
    """Whether the way of a call in a style may be gone twice."""
    if (site.target, style) in NEVER:
        return False
    found = [
        way.resends
        for way in site.ways
        if way.style.name == style and operation in {one.name.text for one in way.operations}
    ]
    assert found, (style, operation)
    return all(found)


@pytest.mark.parametrize("gone", [0, 1])
def test_a_server_that_refuses_costs_no_call(desk: Site, tmp_path: Path, gone: int) -> None:
    service = desk.pair.service = Desk(desk.package)
    at = {kind: [*desk.pair.at(kind)] for kind in KINDS}
    for addresses in at.values():
        addresses[gone] = nobody()
    with fronted(desk.target, DESK, desk.package, at, tmp_path) as front:
        for style in STYLES:
            with client(front, style) as caller:
                for number in range(2):
                    id_ = f"{style}-{gone}-{number}"
                    assert caller.add_note(id=id_).id == id_
                    caller.do(id=id_)
                    caller.put(id=id_)
                service.seen.clear()
                if carries(DESK, Way(style, "sync"), "Collect"):
                    assert caller.collect(pieces=iter([service.piece(1)])).count == 1
                    assert caller.upload(content=iter([b"x" * 10])).size > 0
                if flows(DESK, Way(style, "sync"), "Talk"):
                    pieces = caller.talk(pieces=iter([service.piece(1)]))
                    assert [one.number for one in pieces] == [1]
    assert {service.done[one] for one in ("add_note", "do", "put")} == {2 * len(STYLES)}


@each_style
@pytest.mark.parametrize("operation", ["Do", "Put"])
def test_what_died_with_a_server_is_done_again_only_where_that_does_no_harm(
    desk: Site, service: Desk, style: str, operation: str
) -> None:
    service.dying = 1
    again = resends(desk, style, operation)
    with client(desk, style) as caller:
        method = getattr(caller, operation.lower())
        found = code(lambda: method(id="once"))
        assert found is (None if again else Code.UNAVAILABLE)
    assert service.done["once"] == (2 if again else 1)
    assert desk.pair.spread() == ([1, 1] if again else desk.pair.spread())


@pytest.fixture
def impatient(desk_package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients whose pauses between attempts are short."""
    support = f"{desk_package.rpartition('.')[0]}._support"
    monkeypatch.setattr(importlib.import_module(f"{support}.attempts"), "_PATIENCE", 0.3)


@each_style
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("method", ["try_", "peek"])
def test_a_client_that_retries_asks_servers_no_more_often_than_the_contract_says(
    desk: Site, service: Desk, style: str, method: str
) -> None:
    (attempts,) = {one.attempts for one in desk.pair.operations if one.method == method}
    by_get = {"use_get": True} if style == "connect" else {}
    service.dying = 1
    with client(desk, style, **by_get) as caller:
        call = getattr(caller, method)
        assert code(lambda: call(id="one")) is None
        assert service.done["one"] == 2
        service.dying = 100
        assert code(lambda: call(id="all")) is Code.UNAVAILABLE
        assert 1 <= service.done["all"] <= attempts


def test_where_no_server_is_every_call_is_unavailable(desk: Site, tmp_path: Path) -> None:
    at = {kind: [nobody(), nobody()] for kind in KINDS}
    with fronted(desk.target, DESK, desk.package, at, tmp_path) as front:
        for style in STYLES:
            with client(front, style) as caller:
                calls = (
                    lambda caller=caller: caller.do(id="x"),
                    lambda caller=caller: caller.get_note(note_id="none"),
                    lambda caller=caller: [*caller.watch(upto=1)],
                )
                wanted = [Code.UNAVAILABLE] * 3
                if not carries(DESK, Way(style, "sync"), "Watch"):
                    wanted[2] = Code.UNIMPLEMENTED
                assert [code(call) for call in calls] == wanted, style


def test_what_is_at_no_path_of_a_contract_is_unimplemented(desk: Site, service: Desk) -> None:
    for name in STYLES:
        if registry.style(name).hosting.kind == "asgi":
            place = f"{desk.proxy.url}/nowhere"
            with desk.client(name, target=place) as caller:
                assert code(lambda caller=caller: caller.do(id="x")) is Code.UNIMPLEMENTED, name
    with channel(desk) as stock:
        for path in ("/test.desk.v1.DeskService/Nothing", "/no.such.Service/Do"):
            with pytest.raises(Exception) as refused:
                unary(stock, path, {})
            assert refused.value.code().name == "UNIMPLEMENTED"
    assert service.done["do"] == 0
