"""Health, documents, the viewer: places that a server takes for itself, and who else wants them."""

import asyncio
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from generated._support.hosts import Host, ServeError
from generated._support.http.port import app_of
from generated._support.listeners import Bound
from generated._support.rest.route import VARIABLE, Binding, Parameter, Route
from generated._support.rest.server import RestApp
from generated._support.settings import Settings
from generated.products.jsonrpc.server import create_app as create_jsonrpc
from generated.products.operations import OPERATIONS
from generated.products.serving import HOSTS
from tests.serving.asgi import ask
from tests.serving.process import ROOT
from tests.serving.shop import Shop

OVER_HTTP = tuple(host for host in HOSTS if host.kind == "asgi")
MEDIA_TYPES = {"yaml": "application/yaml", "json": "application/json"}
ALL = Settings(health=True, viewer=True)


def served(settings: Settings, *, ready: bool = True) -> Any:
    """What an address answers that all styles over HTTP share."""
    place = Bound(hosts=OVER_HTTP, address="127.0.0.1:0")
    modules = {
        host.name: import_module(f"generated.products.{host.name}.server") for host in OVER_HTTP
    }
    apps = {name: module.create_app(Shop()) for name, module in modules.items()}
    return app_of("generated.products", place, apps, settings, lambda: ready)


@pytest.mark.parametrize(
    ("ready", "expected"), [(True, (200, b"ready")), (False, (503, b"stopping"))]
)
def test_readyz_tells_whether_it_takes_calls_and_healthz_that_it_lives(
    ready: bool, expected: tuple[int, bytes]
) -> None:
    app = served(ALL, ready=ready)
    answer = ask(app, "GET", "/readyz")
    assert (answer.status, answer.body) == expected
    assert answer["cache-control"] == "no-store"
    lives = ask(app, "GET", "/healthz")
    assert (lives.status, lives.body) == (200, b"ok")


def test_own_places_answer_get_alone_and_say_so() -> None:
    app = served(ALL)
    assert ask(app, "HEAD", "/healthz").body == b""
    refused = ask(app, "POST", "/healthz")
    assert (refused.status, refused["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert ask(app, "OPTIONS", "/docs").status == 204


def test_the_documents_are_those_of_the_package() -> None:
    app = served(Settings(documents=True))
    told = [(host.name, host.document) for host in OVER_HTTP if host.document]
    assert len({name for _, name in told}) == len(told) >= 2
    for folder, name in told:
        answer = ask(app, "GET", f"/{name}")
        assert answer.body == (ROOT / f"generated/products/{folder}/{name}").read_bytes()
        assert answer["content-type"] == MEDIA_TYPES[name.rpartition(".")[2]]
        again = ask(app, "GET", f"/{name}", {"if-none-match": answer["etag"]})
        assert (again.status, again.body) == (304, b"")
    assert ask(app, "GET", "/docs").status == 404


def test_the_viewer_loads_nothing_from_elsewhere_and_runs_nothing_inline() -> None:
    app = served(ALL)
    page = ask(app, "GET", "/docs")
    policy = page["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy
    assert b"http" not in page.body
    for name, part in (
        ("swagger-ui.css", b".swagger-ui"),
        ("swagger-ui-bundle.js", b"SwaggerUIBundle"),
        ("start.js", b"openapi.yaml"),
    ):
        answer = ask(app, "GET", f"/docs/{name}")
        assert (answer.status, part in answer.body) == (200, True)
        assert answer["x-content-type-options"] == "nosniff"


def test_own_places_can_stand_below_a_path() -> None:
    app = served(Settings(health=True, viewer=True, own_path="/-"))
    for path in ("healthz", "readyz", "docs", "docs/start.js", "openapi.yaml", "openrpc.json"):
        assert ask(app, "GET", f"/-/{path}").status == 200
        assert ask(app, "GET", f"/{path}").status == 404


def test_without_the_options_nothing_is_taken() -> None:
    for path in ("healthz", "readyz", "docs", "openapi.yaml", "openrpc.json"):
        assert ask(served(Settings()), "GET", f"/{path}").status == 404


def rest_with(*paths: str) -> Any:
    """A REST app with these paths."""
    operation = next(one for one in OPERATIONS if one.method == "get_product")
    routes = []
    for path in paths:
        names = VARIABLE.findall(path)
        known = tuple(Parameter(name=name, place="path", member="productId") for name in names)
        routes.append(Route(operation=operation, method="GET", path=path, parameters=known))
    return RestApp(Shop(), Binding(routes=tuple(routes), problems={}))


def together(settings: Settings, *paths: str) -> Any:
    hosts = tuple(host for host in HOSTS if host.name in {"rest", "jsonrpc"})
    place = Bound(hosts=hosts, address="127.0.0.1:0")
    apps = {"rest": rest_with(*paths), "jsonrpc": create_jsonrpc(Shop())}
    return app_of("generated.products", place, apps, settings, lambda: True)


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/healthz", "/healthz"),
        ("/{product_id}", "/healthz"),
        ("/docs/{product_id}", "/docs/start.js"),
        ("/openapi.yaml", "/openapi.yaml"),
    ],
)
def test_a_path_of_the_contract_and_a_place_of_the_servers_own_are_both_named(
    path: str, own: str
) -> None:
    text = f"{own} is a place of the server's own, where the contract has GET {path}: "
    mounts = {"jsonrpc": "/-/jsonrpc"}
    with pytest.raises(ServeError) as refused:
        together(Settings(health=True, viewer=True, mounts=mounts), path)
    assert str(refused.value).startswith(text)
    assert "--own-path" in str(refused.value)
    moved = together(Settings(health=True, viewer=True, mounts=mounts, own_path="/-"), path)
    assert ask(moved, "GET", "/-/healthz").status == 200
    assert ask(moved, "GET", path.replace("{product_id}", "0")).status in {200, 400}


@pytest.mark.parametrize("path", ["/jsonrpc", "/{product_id}", "/jsonrpc/{product_id}", "/{a}/{b}"])
def test_a_path_of_the_contract_that_a_mount_would_hide_is_named(path: str) -> None:
    with pytest.raises(ServeError) as refused:
        together(Settings(), path)
    assert str(refused.value) == (
        f"JSON-RPC is mounted at /jsonrpc, where REST has GET {path}: "
        "mount it elsewhere (--mount jsonrpc=/…), or serve it at its own address"
    )
    moved = together(Settings(mounts={"jsonrpc": "/-/x/rpc"}), path)
    call = b'{"jsonrpc": "2.0", "method": "getProduct", "params": ["0"], "id": 1}'
    headers = {"content-type": "application/json"}
    assert ask(moved, "POST", "/-/x/rpc", headers, call).status == 200


def test_two_styles_at_one_mount_are_named() -> None:
    with pytest.raises(ServeError, match="JSON-RPC and REST are both mounted at /x"):
        together(Settings(mounts={"jsonrpc": "/x", "rest": "/x"}), "/products")


def test_own_places_below_a_mount_are_named() -> None:
    with pytest.raises(ServeError, match="where the contract has POST /jsonrpc"):
        hosts = (Host(name="jsonrpc", title="JSON-RPC", kind="asgi", mount="/jsonrpc"),)
        place = Bound(hosts=hosts, address="127.0.0.1:0")
        app = SimpleNamespace(claims=lambda path, **_: "POST /jsonrpc" if path else "")
        app_of("generated.products", place, {"jsonrpc": app}, ALL, lambda: True)


def test_gateways_that_claim_nothing_are_served_all_the_same() -> None:
    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    host = Host(name="rest", title="REST", kind="asgi")
    place = Bound(hosts=(host,), address="127.0.0.1:0")
    whole = app_of("generated.products", place, {"rest": app}, Settings(health=True), bool)
    assert ask(whole, "GET", "/anything").status == 204
    assert ask(whole, "GET", "/readyz").status == 503
    assert asyncio.iscoroutinefunction(app)
