"""Each request reaches the server that it is for, by the rules of the Gateway API."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.building.pipeline import Bound
from generator.deploy.front import Way
from generator.deploy.kubernetes.behaviour import Destination, behaviour
from generator.deploy.kubernetes.matches import METHODS, Wanted, table
from generator.styles.route import Transport
from tests.deploy.fronts import CONTRACTS, bound, bound_text, files_of, front_of
from tests.deploy.kubernetes.cluster import Answer, Cluster

_ID = "a%2Fb:c~1"
_GRPC_HOST = {"grpc-host": ["grpc.shop.example"], "host": ["shop.example"]}
SHARED: Mapping[str, Sequence[str]] = {"host": ["shop.example"], "gateway-api": ["1.7"]}
APART: Mapping[str, Sequence[str]] = {**_GRPC_HOST, "gateway-api": ["1.7"]}
MANY_PATHS = "types:\n  Id: {type: string}\noperations:\n" + "".join(
    f"  DoThing{n:03}: {{rest: GET /thing-{n:03}, timeout: {n % 40 + 1}s}}\n" for n in range(200)
)


@functools.cache
def bound_of(contract: Path) -> Bound:
    (found,) = bound([contract])
    return found


@functools.cache
def ways(contract: Path) -> tuple[Way, ...]:
    (service,) = front_of([bound_of(contract)]).services
    return service.ways


@functools.cache
def cluster(contract: Path, apart: bool) -> Cluster:
    files, _ = files_of("kubernetes", [bound_of(contract)], APART if apart else SHARED)
    return Cluster.of(files["manifest.yaml"])


def requests(way: Way) -> Iterator[tuple[str, str, str]]:
    """Method, path and media type of requests of a way."""
    path = re.sub(r"\{[^}]*\}", _ID, way.path.text)
    for method in way.route.methods:
        if way.route.media_types:
            for media_type in way.route.media_types:
                yield method, path, media_type
                yield method, path, f"{media_type}+proto"
        else:
            yield method, path, "application/json"
            if method == "GET":
                yield "HEAD", path, "application/json"


def answers(contract: Path, apart: bool) -> Iterator[tuple[Way, str, Answer | None]]:
    found = cluster(contract, apart)
    for way in ways(contract):
        grpc = way.route.transport is Transport.GRPC
        host = "grpc.shop.example" if grpc and apart else "shop.example"
        for method, path, media_type in requests(way):
            told = f"{method} {path} {media_type}"
            yield way, told, found.request(method, path, host=host, media_type=media_type)


each = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
in_both = pytest.mark.parametrize("apart", [False, True], ids=["one-host", "two-hosts"])


@each
@in_both
def test_each_request_reaches_the_servers_of_its_transport(contract: Path, apart: bool) -> None:
    wanted = {Transport.HTTP: {"http", "ws"}, Transport.GRPC: {"grpc"}}
    found = cluster(contract, apart)
    ports = {
        (one["metadata"]["name"], port["port"]): port["name"]
        for one in found.kind("Service")
        for port in one["spec"]["ports"]
    }
    for way, told, answer in answers(contract, apart):
        assert answer is not None, told
        assert ports[answer.service, answer.port] in wanted[way.route.transport], told
        kind = "GRPCRoute" if apart and way.route.transport is Transport.GRPC else "HTTPRoute"
        assert answer.kind == kind, told


@each
@in_both
def test_no_stream_is_cut_by_a_time_limit(contract: Path, apart: bool) -> None:
    for way, told, answer in answers(contract, apart):
        assert answer is not None
        if way.streams and answer.kind == "HTTPRoute":
            assert answer.timeout == "0s", told


@each
@in_both
def test_no_time_limit_is_shorter_than_the_contracts(contract: Path, apart: bool) -> None:
    for way, told, answer in answers(contract, apart):
        assert answer is not None
        if answer.timeout not in (None, "0s"):
            assert way.timeout is not None, told
            assert _seconds(answer.timeout) > way.timeout, told


@each
@in_both
def test_only_what_may_be_sent_again_is_sent_again(contract: Path, apart: bool) -> None:
    for way, told, answer in answers(contract, apart):
        assert answer is not None
        if answer.retry is None:
            assert answer.kind == "GRPCRoute", told  # which knows no retries
        elif not way.resends:
            assert answer.retry == {"attempts": 0}, told


@each
@in_both
def test_what_nobody_asks_for_is_not_found(contract: Path, apart: bool) -> None:
    found = cluster(contract, apart)
    for path in ("/", "/healthz", "/readyz", "/docs", "/openapi.yaml", "/unknown/Method"):
        for media_type in ("application/json", "application/grpc"):
            for host in ("shop.example", "grpc.shop.example"):
                assert found.request("POST", path, host=host, media_type=media_type) is None
    way = ways(contract)[0]
    assert found.request("GET", way.path.text, host="other.example") is None


@each
def test_other_methods_on_a_known_path_are_the_servers_to_answer(contract: Path) -> None:
    found = cluster(contract, apart=True)
    for way in ways(contract):
        path = re.sub(r"\{[^}]*\}", _ID, way.path.text)
        if way.route.transport is Transport.HTTP:
            for method in ("OPTIONS", "HEAD", "PROPFIND"):
                assert found.request(method, path, host="shop.example") is not None


def test_only_servers_that_believe_certificates_have_forged_ones_removed() -> None:
    removed = {
        contract.stem: {answer.removed for _, _, answer in answers(contract, True) if answer}
        for contract in CONTRACTS
    }
    assert removed.pop("accounts") == {("Client-Cert", "Client-Cert-Chain")}
    assert {one for several in removed.values() for one in several} == {()}


def test_the_place_that_names_who_issues_tokens_is_reached() -> None:
    path = "/.well-known/oauth-protected-resource"
    found = cluster(Path("contracts/accounts.yaml"), apart=True)
    for one in (path, f"{path}/mcp"):
        answer = found.request("GET", one, host="shop.example")
        assert answer is not None and answer.port == 8000
    others = cluster(Path("contracts/products.yaml"), apart=True)
    assert others.request("GET", path, host="shop.example") is None


def test_a_service_without_different_behaviours_has_one_match_for_each_collection() -> None:
    files, _ = files_of("kubernetes", [bound_of(Path("contracts/products.yaml"))], _GRPC_HOST)
    found = Cluster.of(files["manifest.yaml"])
    (route,) = found.kind("HTTPRoute")
    values = [m["path"]["value"] for r in route["spec"]["rules"] for m in r["matches"]]
    assert sorted(values) == [
        "/jsonrpc",
        "/mcp",
        "/products",
        "/shop.products.v1.ProductsService",
        "/xmlrpc",
    ]
    (grpc,) = found.kind("GRPCRoute")
    assert [rule["matches"] for rule in grpc["spec"]["rules"]] == [
        [{"method": {"service": "shop.products.v1.ProductsService"}}]
    ]


def test_without_retries_the_version_of_old_clusters_is_written() -> None:
    files, _ = files_of("kubernetes", [bound_of(Path("contracts/products.yaml"))])
    found = Cluster.of(files["manifest.yaml"])
    (route,) = found.kind("HTTPRoute")
    assert len(route["spec"]["rules"]) == 2  # HTTP, and gRPC beside it
    assert all("retry" not in rule for rule in route["spec"]["rules"])


def test_more_rules_than_a_route_may_have_become_several_routes(tmp_path: Path) -> None:
    contracts = bound_text(tmp_path, MANY_PATHS, styles=["rest"])
    files, _ = files_of("kubernetes", contracts, {"host": ["shop.example"]})
    found = Cluster.of(files["manifest.yaml"])
    routes = found.kind("HTTPRoute")
    assert len(routes) > 1
    assert len({one["metadata"]["name"] for one in routes}) == len(routes)
    for route in routes:
        sizes = [len(rule["matches"]) for rule in route["spec"]["rules"]]
        assert len(sizes) <= 16 and max(sizes) <= 64 and sum(sizes) <= 128
    (service,) = front_of(contracts).services
    for way in service.ways:
        answer = found.request("GET", way.path.text, host="shop.example")
        assert answer is not None and way.timeout is not None
        assert answer.timeout == f"{int(way.timeout) + 5}s"


def test_more_hosts_than_a_route_may_have_become_several_routes() -> None:
    hosts = [f"shop{n}.example" for n in range(40)]
    files, _ = files_of("kubernetes", [bound_of(Path("contracts/blog.yaml"))], {"host": hosts})
    found = Cluster.of(files["manifest.yaml"])
    assert all(len(one["spec"]["hostnames"]) <= 16 for one in found.kind("HTTPRoute"))
    for host in hosts:
        assert found.request("GET", "/posts/a", host=host) is not None


def test_contracts_with_hosts_of_their_own_do_not_meet() -> None:
    contracts = [bound_of(contract) for contract in CONTRACTS]
    files, _ = files_of("kubernetes", contracts)
    found = Cluster.of(files["manifest.yaml"])
    for service in front_of(contracts).services:
        answer = found.request("POST", "/jsonrpc", host=service.host)
        assert answer is not None and answer.service == service.name


def test_a_way_with_a_variable_first_takes_all_paths_and_says_so(tmp_path: Path) -> None:
    text = "operations:\n  Find:\n    input: {name: string}\n    safe: true\n"
    text += "    output: {name: string}\n    rest: 'GET /{name}'\n"
    files, said = files_of("kubernetes", bound_text(tmp_path, text, styles=["rest"]))
    assert Cluster.of(files["manifest.yaml"]).request("GET", "/anything") is not None
    assert [one.code for one in said] == ["GEN992"]


@pytest.mark.parametrize("below", ["", "/{name}"])
def test_methods_that_no_match_can_name_are_served(tmp_path: Path, below: str) -> None:
    text = "operations:\n  Find:\n    input: {name: string}\n    timeout: 3s\n"
    text += f"    rest: 'PUT /things{below}'\n  Make: {{rest: POST /things, timeout: 9s}}\n"
    (service,) = front_of(bound_text(tmp_path, text, styles=["rest"])).services
    to = Destination(service="shop", port=80)
    wanted = []
    for way in service.ways:
        asked = way
        if way.name.endswith("Find"):
            asked = replace(way, route=replace(way.route, methods=("QUERY",)))
        wanted.append(Wanted(way=asked, behaviour=behaviour(asked, to, retries=False)))
    found = table(wanted, to)
    assert {match.method for match in found.found} <= {None, *METHODS}
    query, post = found.of(f"/things{below}", "QUERY"), found.of("/things", "POST")
    assert query is not None and post is not None
    assert (query.timeout, post.timeout) == (8.0, 14.0)


def _seconds(text: str) -> float:
    units = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}
    return sum(int(n) * units[u] for n, u in re.findall(r"([0-9]+)(h|ms|m|s)", text))
