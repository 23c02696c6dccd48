"""The manifest says what its parameters say, in names that Kubernetes takes."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.building.pipeline import Bound
from generator.deploy.kubernetes.behaviour import duration
from tests.deploy.fronts import bound, files_of
from tests.deploy.kubernetes.cluster import Cluster

PRODUCTS, SERVERS = Path("contracts/products.yaml"), Path("contracts/servers.yaml")
HOSTS = {"host": ["shop.example"], "grpc-host": ["grpc.shop.example"]}


@pytest.fixture(scope="module")
def products() -> list[Bound]:
    return bound([PRODUCTS])


def made(
    contracts: Sequence[Bound], given: Mapping[str, Sequence[str]]
) -> tuple[Cluster, list[str]]:
    files, said = files_of("kubernetes", contracts, given)
    text = files.get("manifest.yaml")
    found = Cluster.of(text) if text is not None else Cluster(objects=())
    return found, [f"{one.code} {one.message}" for one in said]


def only(found: Cluster, kind: str) -> Any:
    (one,) = found.kind(kind)
    return one


def test_a_gateway_is_written_only_for_who_names_its_class(products: list[Bound]) -> None:
    without, _ = made(products, HOSTS)
    assert not without.kind("Gateway")
    plain, _ = made(products, {**HOSTS, "gateway-class": ["eg"], "gateway": ["edge"]})
    (listener,) = only(plain, "Gateway")["spec"]["listeners"]
    assert listener == {"name": "http", "port": 80, "protocol": "HTTP"}
    given = {**HOSTS, "gateway-class": ["eg"], "tls-secret": ["shop-tls"], "listener": ["secure"]}
    over_tls, _ = made(products, given)
    (listener,) = only(over_tls, "Gateway")["spec"]["listeners"]
    assert listener["protocol"] == "HTTPS"
    assert listener["tls"]["certificateRefs"] == [{"name": "shop-tls"}]
    assert only(over_tls, "HTTPRoute")["spec"]["parentRefs"] == [
        {"name": "gateway", "sectionName": listener["name"]}
    ]


def test_a_gateway_elsewhere_lets_routes_of_this_namespace_in(products: list[Bound]) -> None:
    given = {"gateway-class": ["eg"], "gateway-namespace": ["edge"], "namespace": ["shop"]}
    found, _ = made(products, {**HOSTS, **given})
    gateway = only(found, "Gateway")
    assert gateway["metadata"]["namespace"] == "edge"
    (listener,) = gateway["spec"]["listeners"]
    assert listener["allowedRoutes"] == {"namespaces": {"from": "All"}}
    for kind in ("Service", "HTTPRoute", "GRPCRoute"):
        assert only(found, kind)["metadata"]["namespace"] == "shop"
    assert only(found, "GRPCRoute")["spec"]["parentRefs"][0]["namespace"] == "edge"


def test_a_service_that_exists_is_referred_to_and_not_written(products: list[Bound]) -> None:
    given = {**HOSTS, "service": ["shop-api"], "http-port": ["80"], "grpc-port": ["81"]}
    found, _ = made(products, given)
    assert not found.kind("Service")
    http = found.request("GET", "/products", host="shop.example")
    grpc = found.request(
        "POST",
        "/shop.products.v1.ProductsService/GetProduct",
        host="grpc.shop.example",
        media_type="application/grpc",
    )
    assert http is not None and (http.service, http.port) == ("shop-api", 80)
    assert grpc is not None and (grpc.service, grpc.port) == ("shop-api", 81)


def test_servers_are_found_by_the_label_that_is_given(products: list[Bound]) -> None:
    found, _ = made(products, {**HOSTS, "app": ["Shop_API"]})
    assert only(found, "Service")["spec"]["selector"] == {"app.kubernetes.io/name": "Shop_API"}


def test_each_protocol_is_said_to_the_gateway() -> None:
    found, _ = made(bound([Path("contracts/cameras.yaml")]), HOSTS)
    said = {
        (one["metadata"]["name"], port["name"]): port["appProtocol"]
        for one in found.kind("Service")
        for port in one["spec"]["ports"]
    }
    assert said == {
        ("cameras", "http"): "http",
        ("cameras", "grpc"): "kubernetes.io/h2c",
        ("cameras-ws", "ws"): "kubernetes.io/ws",
    }
    answer = found.request("GET", "/v1/steer-camera", host="shop.example")
    assert answer is not None and answer.service == "cameras-ws"


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("namespace", "Shop"),
        ("namespace", "a.b"),
        ("service", "9shop"),
        ("service", "s" * 64),
        ("gateway", "my gateway"),
        ("gateway-class", "-eg"),
        ("tls-secret", "a..b"),
        ("listener", "UPPER"),
        ("app", "-x"),
        ("host", "10.0.0.1"),
        ("grpc-host", "*"),
    ],
)
def test_what_kubernetes_would_refuse_is_said_here(
    products: list[Bound], parameter: str, value: str
) -> None:
    found, said = made(products, {**HOSTS, parameter: [value]})
    assert not found.objects
    assert [one for one in said if one.startswith(f"GEN962 {parameter} is {value!r}")]


def test_hosts_are_spelled_in_lower_case_and_may_have_a_wildcard(products: list[Bound]) -> None:
    found, _ = made(products, {"host": ["*.Shop.example"], "grpc-host": ["grpc.example"]})
    assert only(found, "HTTPRoute")["spec"]["hostnames"] == ["*.shop.example"]


def test_one_host_for_both_is_one_http_route(products: list[Bound]) -> None:
    found, said = made(products, {"host": ["shop.example"], "grpc-host": ["shop.example"]})
    assert not found.kind("GRPCRoute")
    assert [one for one in said if one.startswith("GEN988")]


def test_grpc_alone_needs_no_host_of_its_own() -> None:
    found, said = made(bound([PRODUCTS], ["grpc"]), {})
    assert not found.kind("HTTPRoute") and found.kind("GRPCRoute")
    assert said == []


@pytest.mark.parametrize(
    ("seconds", "spelled"),
    [(0, "0s"), (0.05, "50ms"), (1.5, "1s500ms"), (61, "1m1s"), (90_000.25, "25h250ms")],
)
def test_durations_are_spelled_as_the_gateway_api_has_them(seconds: float, spelled: str) -> None:
    assert duration(seconds) == spelled


@pytest.mark.parametrize("contract", [PRODUCTS, SERVERS], ids=lambda path: path.stem)
def test_the_manifest_is_as_it_was(contract: Path) -> None:
    files, _ = files_of("kubernetes", bound([contract]), {**HOSTS, "gateway-api": ["1.7"]})
    golden = Path(__file__).parent / "golden" / f"{contract.stem}.yaml"
    if "UPDATE_EXPECTED" in os.environ:
        golden.write_bytes(files["manifest.yaml"])
    assert files["manifest.yaml"] == golden.read_bytes()
