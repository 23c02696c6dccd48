"""What foreign clients send, right or wrong, comes to what it comes to without a proxy."""

import json
from collections.abc import Callable

import httpx
import pytest
import websockets

from generated._support import CallOptions
from generator.runtime import ServiceError
from generator.runtime.codes import Code
from generator.styles import registry
from tests.behaviour.hosting import Host
from tests.behaviour.test_every_operation import SERVICES
from tests.deploy.traffic.desk import Desk
from tests.deploy.traffic.foreign import channel, path_of, shown, unary
from tests.deploy.traffic.site import CONTRACTS, TARGETS, Site

# Proxies that end a connection of HTTP/1.1 whose request they were still getting when its answer
# came: who has more to send than sockets hold does not hear why.
STOPS_READING = {"envoy"}
# What says how a path may be asked.
TELLING = (
    "allow",
    "accept-patch",
    "accept-query",
    "content-type",
    "location",
    "vary",
    "www-authenticate",
)


@pytest.fixture
def service(desk: Site) -> Desk:
    made = desk.pair.service = Desk(desk.package)
    desk.pair.came.clear()
    return made


def requests(site: Site) -> list[httpx.Request]:
    """Good and bad ones to every path over HTTP that is written in the contract."""
    found = []
    for way in site.ways:
        if way.operation is None or way.route.transport.value != "http" or way.route.upgrades:
            continue
        headers, query = shown(way)
        methods = ("OPTIONS", "HEAD", "PATCH", "DELETE", "REPORT")[: 5 if way.route.written else 2]
        found += [(method, path_of(way), query, headers, b"") for method in methods]
        if way.stored is None:  # a cache asks nobody what else there is
            picture = {"accept": "image/png"}
            found.append((way.route.methods[0], path_of(way), query, {**headers, **picture}, b""))
        found.append((way.route.methods[0], path_of(way) + "?no=such", {}, {}, b""))
        text = {"content-type": "text/plain"}
        found.append(("POST", path_of(way), query, {**headers, **text}, b"{}"))
    return [
        httpx.Request(method, f"http://x{path}", params=query or None, headers=h, content=content)
        for method, path, query, h, content in dict.fromkeys(map(_frozen, found))
    ]


def _frozen(one: tuple[str, str, dict[str, str], dict[str, str], bytes]) -> tuple[object, ...]:
    return (one[0], one[1], tuple(one[2].items()), tuple(one[3].items()), one[4])


@pytest.mark.parametrize(
    ("contract", "target"),
    [pytest.param(c, t, id=f"{t}-{c}") for t in TARGETS for c in CONTRACTS],
)
def test_every_path_answers_every_method_as_the_server_does(
    contract: str, target: str, site_of: Callable[[str, str], Site]
) -> None:
    site = site_of(contract, target)
    site.pair.service = SERVICES[contract]()
    straight = f"http://127.0.0.1:{site.pair.servers[0].lines['http'].port}"
    with httpx.Client(base_url=straight) as direct, site.http() as through:
        for one in requests(site):
            answers = [_told(client, one) for client in (direct, through)]
            assert answers[1] == answers[0], (one.method, one.url, dict(one.headers))


def _told(client: httpx.Client, one: httpx.Request) -> tuple[int, dict[str, str], object]:
    path = one.url.raw_path.decode()
    headers = {name: one.headers[name] for name in one.headers if name not in {"host"}}
    found = client.request(one.method, path, headers=headers, content=one.content)
    telling = {name: found.headers[name] for name in TELLING if name in found.headers}
    try:
        body = found.json()
    except ValueError:
        body = None
    code = body.get("code") if isinstance(body, dict) else None
    return found.status_code, telling, code


def test_a_place_that_a_server_names_is_there_through_the_proxy(desk: Site, service: Desk) -> None:
    with desk.http() as caller:
        made = caller.post("/notes", json={"id": "made", "text": "x"})
        assert made.status_code == 201
        again = caller.get(made.headers["location"], headers={"accept": "application/json"})
        assert again.json()["id"] == "made", (made.headers, again.text)
        page = caller.get("/notes?pageSize=2")
        following = caller.get(page.url.join(page.links["next"]["url"]))
        assert following.json()["notes"][0]["id"] == "made", (page.headers, following.text)
    assert "made" in service.notes


def test_a_query_passes_with_its_body_and_nobody_answers_it_with_what_is_kept(
    desk: Site, service: Desk
) -> None:
    with desk.http() as caller:
        kept = [caller.get("/open/a").json()["text"] for _ in range(2)]
        asked = [
            caller.request("QUERY", "/open/a", json={"words": words}).json()["text"]
            for words in (["red", "fox"], ["hen"], ["hen"])
        ]
        told = caller.request("OPTIONS", "/open/a").headers
        again = caller.get("/open/a").json()["text"]
    assert ([*kept, again], asked) == (["first"] * 3, ["red fox", "hen", "hen"])
    assert (service.done["ask_open"], service.done["read_open"]) == (3, 1)
    assert told["allow"] == "GET, HEAD, QUERY, OPTIONS"
    assert told["accept-query"] == "application/json, application/xml"


def test_a_body_over_the_limit_is_told_alike_straight_and_through(
    desk: Site, service: Desk
) -> None:
    text = "x" * (11 * 1024 * 1024)
    told = {Code.RESOURCE_EXHAUSTED}
    for style in registry.names():
        with desk.client(style) as client, pytest.raises(ServiceError) as refused:
            client.add_note(id="big", text=text)
        over_http = registry.style(style).hosting.kind == "asgi"
        cut = {Code.UNAVAILABLE} if over_http and desk.target in STOPS_READING else set()
        assert Code(refused.value.code) in told | cut, style
    assert service.done["add_note"] == 0


def test_long_headers_pass(desk: Site, service: Desk) -> None:
    options = CallOptions(headers={"x-long": "x" * 6000})
    for style in registry.names():
        with desk.client(style) as client:
            client.look(options=options)
    assert service.done["look"] == len(registry.names())
    assert {len(one.headers["x-long"]) for one in desk.pair.came} == {6000}


def test_a_message_of_grpc_web_is_answered(desk: Site, service: Desk) -> None:
    headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
    with desk.http() as caller:
        found = caller.post("/test.desk.v1.DeskService/Do", headers=headers, content=bytes(5))
        put = b"\0\0\0\0\3\x0a\1x"
        good = caller.post("/test.desk.v1.DeskService/Do", headers=headers, content=put)
    assert good.headers["content-type"].startswith("application/grpc-web")
    assert b"grpc-status:0" in good.content.replace(b": ", b":")
    told = found.headers.get("grpc-status") or found.content.replace(b": ", b":").decode("latin-1")
    assert told == "3" or "grpc-status:3" in told
    assert service.done["do"] == 1


def test_a_websocket_of_another_origin_is_refused(desk: Site, service: Desk, host: Host) -> None:
    place = f"wss://{desk.proxy.address}/talk"

    async def talk(origin: str) -> object:
        async with websockets.connect(
            place, ssl=desk.trust, origin=websockets.Origin(origin)
        ) as socket:
            await socket.send(json.dumps({"item": {"number": 1}}))
            return json.loads(await socket.recv())

    assert host.run(talk(desk.proxy.url)) == {"item": {"number": 1}}
    with pytest.raises(websockets.InvalidStatus) as refused:
        host.run(talk("https://evil.example"))
    assert refused.value.response.status_code == 403
    assert service.done["talk"] == 1


@pytest.mark.parametrize("target", TARGETS)
def test_nobody_says_from_outside_which_certificate_it_has(
    target: str, site_of: Callable[[str, str], Site]
) -> None:
    site = site_of("accounts", target)
    site.pair.service = SERVICES["accounts"]()
    headers = {"client-cert": ":MIIB:", "client-cert-chain": ":MIIB:"}
    with site.http(headers=headers) as caller:
        assert caller.get("/accounts/DE02120300000000202051").status_code == 401
        body = {"jsonrpc": "2.0", "id": 1, "method": "getAccount", "params": {"iban": "x"}}
        assert caller.post("/jsonrpc", json=body).status_code == 401
    with channel(site) as stock, pytest.raises(Exception) as refused:
        unary(stock, "/bank.accounts.v1.AccountsService/GetAccount", headers)
    assert refused.value.code().name == "UNAUTHENTICATED"
