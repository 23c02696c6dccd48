"""What stands behind a proxy: services, their servers, and ways in whose order is right."""

import re
from pathlib import Path

import pytest

from generator.deploy.front import front
from generator.deploy.path import Path as RoutePath
from generator.diagnostics import Problems
from generator.styles.route import Transport
from tests.deploy.fronts import CONTRACTS, bound, bound_text, front_of


def test_servers_of_one_transport_are_one_backend() -> None:
    (service,) = front_of(bound([Path("contracts/products.yaml")])).services
    assert [(b.name, b.transport, b.port) for b in service.backends] == [
        ("products_http", Transport.HTTP, 8000),
        ("products_grpc", Transport.GRPC, 50051),
    ]
    assert service.host == ""


def test_of_several_contracts_each_has_a_host_and_ports_of_its_own() -> None:
    made = front_of(bound(CONTRACTS))
    hosts = [service.host for service in made.services]
    assert hosts == [f"{path.stem}.localhost" for path in CONTRACTS]
    assert len({backend.name for backend in made.backends}) == 2 * len(CONTRACTS)
    assert len({(b.transport, b.port) for b in made.backends}) == 2 * len(CONTRACTS)


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_the_first_way_that_matches_a_request_is_its_own(path: Path) -> None:
    (service,) = front_of(bound([path])).services
    for way in service.ways:
        sent = re.sub(r"\{[^}]*\}", "a%2Fb.c", way.path.text)
        for method in way.route.methods:
            first = next(
                other
                for other in service.ways
                if re.fullmatch(other.path.regex, sent)
                and method in other.route.methods
                and other.route.media_types == way.route.media_types
            )
            assert first is way


def test_a_call_on_a_resource_goes_before_the_resource() -> None:
    paths = ["/a/{id}", "/a/{id}:stop", "/a/mine", "/a", "/a/{id}/b", "/a/{id}:stop/b"]
    ordered = sorted(paths, key=lambda text: RoutePath(text=text).specificity)
    assert ordered.index("/a/mine") < ordered.index("/a/{id}:stop") < ordered.index("/a/{id}")


def test_names_of_variables_do_not_decide_which_path_goes_first() -> None:
    paths = ["/a/{b}/{c}", "/a/{x}/pay", "/a/{b}/c", "/a/{c}/b", "/a/{z}/c"]
    ordered = sorted(paths, key=lambda text: RoutePath(text=text).specificity)
    assert ordered == ["/a/{c}/b", "/a/{b}/c", "/a/{z}/c", "/a/{x}/pay", "/a/{b}/{c}"]


@pytest.mark.parametrize(
    ("text", "sent", "matches"),
    [
        ("/a/{id}", "/a/1", True),
        ("/a/{id}", "/a/x%2Fy", True),
        ("/a/{id}", "/a/", False),
        ("/a/{id}", "/a/1/2", False),
        ("/a/{id}:stop", "/a/1:stop", True),
        ("/a/{id}:stop", "/a/1:start", False),
        ("/a.b/{id}", "/aXb/1", False),
        ("/a/{id}", "/a/1?x=1", False),
    ],
)
def test_a_variable_is_a_part_of_one_segment(text: str, sent: str, matches: bool) -> None:
    assert (re.fullmatch(RoutePath(text=text).regex, sent) is not None) is matches


def test_paths_that_are_one_to_a_proxy_are_refused(tmp_path: Path) -> None:
    contract = "operations:\n  Call: {input: {text: string}, output: string, rest: POST /mcp}\n"
    problems = Problems()
    front(bound_text(tmp_path, contract), problems)
    assert [one.code for one in problems] == ["GEN961"]
