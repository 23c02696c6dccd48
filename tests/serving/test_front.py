"""CORS, gzip, request ids: what stands before the apps, by the answers that it makes of theirs."""

import gzip
import importlib
from typing import Any

import pytest

from generated._support import Cors, current_call
from generated._support.http.front import Front
from generated.products.jsonrpc.server import create_app as create_jsonrpc
from generated.products.rest.server import create_app
from generator.styles import registry
from tests.serving.asgi import Answer, ask
from tests.serving.shop import Shop

PAGE = "https://shop.example"
JSON = {"content-type": "application/json"}
CORS = Cors(origins=[PAGE, "http://localhost:5173"])
HTTP_STYLES = [name for name in registry.names() if registry.style(name).hosting.kind == "asgi"]


def allowed(answer: Answer) -> dict[str, str]:
    """What is said to browsers, by the part of the name that differs."""
    prefix = "access-control-"
    return {n.removeprefix(prefix): v for n, v in answer.headers if n.startswith(prefix)}


def preflight(app: Any, path: str, origin: str = PAGE) -> Answer:
    asked = {
        "origin": origin,
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "authorization,content-type",
    }
    return ask(app, "OPTIONS", path, asked)


def refuse(_: Any) -> None:
    raise AssertionError("a preflight is not authenticated")


@pytest.mark.parametrize("path", ["/products/0", "/nothing/here"])
def test_a_preflight_of_a_known_page_is_answered_before_anything_else(path: str) -> None:
    answer = preflight(create_app(Shop(), cors=CORS, authenticate=refuse), path)
    assert (answer.status, answer.body) == (204, b"")
    assert allowed(answer) == {
        "allow-origin": PAGE,
        "allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE, QUERY",
        "allow-headers": "authorization,content-type",
        "max-age": "600",
    }
    assert answer["vary"] == "Origin, Access-Control-Request-Headers"


@pytest.mark.parametrize("origin", ["https://other.example", "http://shop.example", "null"])
def test_a_foreign_page_is_told_nothing(origin: str) -> None:
    app = create_app(Shop(), cors=CORS)
    answer = preflight(app, "/products/0", origin)
    assert (answer.status, allowed(answer)) == (204, {})
    got = ask(app, "GET", "/products/0", {"origin": origin})
    assert (got.status, allowed(got), got["vary"]) == (200, {}, "Origin")


def test_an_answer_lets_the_page_read_what_clients_read() -> None:
    for app, method, path in (
        (create_app(Shop(), cors=CORS), "GET", "/products/0"),
        (create_jsonrpc(Shop(), cors=CORS), "POST", "/jsonrpc"),
    ):
        answer = ask(app, method, path, {"origin": PAGE, **JSON}, b"{")
        told = allowed(answer)
        assert told.pop("expose-headers").split(", ") == [
            *("Accept-Patch", "Accept-Query", "Allow", "Content-Disposition", "Content-Range"),
            *(
                "Deprecation",
                "ETag",
                "Link",
                "Location",
                "Retry-After",
                "Sunset",
                "WWW-Authenticate",
            ),
            "X-Request-Id",
        ]
        assert told == {"allow-origin": PAGE}
        assert "Origin" in answer["vary"]


def test_an_error_is_for_the_page_to_read_too() -> None:
    answer = ask(create_app(Shop(), cors=CORS), "GET", "/nothing", {"origin": PAGE})
    assert (answer.status, allowed(answer)["allow-origin"]) == (404, PAGE)


def test_options_without_a_browser_tells_the_methods_as_before() -> None:
    app = create_app(Shop(), cors=CORS)
    for headers in ({}, {"origin": PAGE}):
        answer = ask(app, "OPTIONS", "/products/0", headers)
        assert (answer.status, "DELETE" in answer["allow"]) == (204, True)


def test_every_page_means_no_credentials() -> None:
    answer = ask(
        create_app(Shop(), cors=Cors(origins=["*"])), "GET", "/products/0", {"origin": PAGE}
    )
    assert allowed(answer)["allow-origin"] == "*"
    assert answer["vary"] == ""
    named = ask(
        create_app(Shop(), cors=Cors(origins=[PAGE], credentials=True)),
        "GET",
        "/products/0",
        {"origin": PAGE},
    )
    assert allowed(named)["allow-credentials"] == "true"
    with pytest.raises(ValueError, match="credentials are for origins that are named"):
        Cors(origins=["*"], credentials=True)


@pytest.mark.parametrize(
    "origin", ["https://shop.example/", "shop.example", "https://shop.example/x", "HTTPS://a.b", ""]
)
def test_what_no_browser_sends_as_its_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="not an origin"):
        Cors(origins=[origin])


def test_no_or_one_text_of_origins_is_refused() -> None:
    for origins in ((), "https://shop.example"):
        with pytest.raises(ValueError, match="list of at least one"):
            Cors(origins=origins)


ZIP = {"accept-encoding": "br;q=1, gzip"}


def test_a_large_answer_is_compressed_for_those_who_ask() -> None:
    app = create_app(Shop(), compress=True)
    plain = ask(app, "GET", "/products")
    zipped = ask(app, "GET", "/products", ZIP)
    assert zipped["content-encoding"] == "gzip"
    assert zipped["content-length"] == str(len(zipped.body))
    assert len(zipped.body) * 20 < len(plain.body)
    assert gzip.decompress(zipped.body) == plain.body
    assert plain["vary"] == zipped["vary"] == "Accept-Encoding"
    assert plain["content-encoding"] == ""
    head = ask(app, "HEAD", "/products", ZIP)
    assert (head["content-encoding"], head["content-length"], head.body) == ("gzip", "", b"")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept-encoding": "identity"},
        {"accept-encoding": "gzip;q=0, *"},
        {**ZIP, "cookie": "session=1"},
        {**ZIP, "authorization": "Basic dTpw"},
    ],
)
def test_who_does_not_ask_or_may_be_made_to_ask_gets_it_as_it_is(headers: dict[str, str]) -> None:
    answer = ask(create_app(Shop(), compress=True), "GET", "/products", headers)
    assert (answer["content-encoding"], answer["vary"]) == ("", "Accept-Encoding")


@pytest.mark.parametrize(
    ("cors", "compress", "own", "expected"),
    [
        (None, True, ["accept"], "accept, Accept-Encoding"),
        (CORS, False, ["accept"], "accept, Origin"),
        (CORS, True, ["accept"], "accept, Origin, Accept-Encoding"),
        (CORS, True, [], "Origin, Accept-Encoding"),
        (None, True, ["accept", "accept-language"], "accept, accept-language, Accept-Encoding"),
        (Cors(origins=["*"]), False, ["accept"], "accept"),
    ],
)
def test_what_an_answer_varies_by_is_one_line(
    cors: Cors | None, compress: bool, own: list[str], expected: str
) -> None:
    front = Front(cors=cors, compress=compress, request_id=True)

    async def fronted(scope: Any, _: Any, send: Any) -> None:
        entered = await front.enter(scope, send)
        assert entered is not None
        _, send = entered
        headers = [(b"content-type", b"text/plain"), *((b"vary", name.encode()) for name in own)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"x" * 5000})

    for headers in ({"origin": PAGE}, {"origin": PAGE, **ZIP}):
        answer = ask(fronted, "GET", "/", headers)
        assert [value for name, value in answer.headers if name == "vary"] == [expected]


def test_a_client_known_by_its_certificate_gets_it_as_it_is() -> None:
    tls = {"tls": {"client_cert_chain": ["PEM"]}}
    app = create_app(Shop(), compress=True)
    answer = ask(app, "GET", "/products", ZIP, extensions=tls)
    assert answer["content-encoding"] == ""


def test_a_small_answer_is_not_compressed() -> None:
    answer = ask(create_app(Shop(), compress=True), "GET", "/products/0", ZIP)
    assert (answer.status, answer["content-encoding"]) == (200, "")


def test_jsonrpc_is_compressed_too() -> None:
    call = b'{"jsonrpc": "2.0", "method": "listProducts", "id": 1}'
    answer = ask(create_jsonrpc(Shop(), compress=True), "POST", "/jsonrpc", {**ZIP, **JSON}, call)
    assert answer["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body).startswith(b'{"jsonrpc":"2.0"')


def zipping(app: Any) -> Any:
    """An app whose answers are compressed."""
    front = Front(cors=None, compress=True, request_id=False)

    async def fronted(scope: Any, receive: Any, send: Any) -> None:
        entered = await front.enter(scope, send)
        assert entered is not None
        scope, send = entered
        await app(scope, receive, send)

    return fronted


def sending(*messages: dict[str, Any], headers: list[tuple[bytes, bytes]]) -> Any:
    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for message in messages:
            await send({"type": "http.response.body", **message})

    return zipping(app)


def test_streams_and_what_is_compressed_or_no_text_leave_as_they_are() -> None:
    text = [(b"content-type", b"text/plain")]
    large = b"x" * 5000
    stream = sending({"body": large, "more_body": True}, {"body": large}, headers=text)
    answer = ask(stream, "GET", "/", ZIP)
    assert (answer.body, answer.messages, answer["content-encoding"]) == (large * 2, 2, "")
    for headers in (
        [(b"content-type", b"image/png")],
        [],
        [*text, (b"content-encoding", b"br")],
        [*text, (b"cache-control", b"public, no-transform")],
        [*text, (b"accept-ranges", b"bytes")],
    ):
        answer = ask(sending({"body": large}, headers=headers), "GET", "/", ZIP)
        assert answer.body == large


def test_the_head_of_an_event_stream_leaves_before_its_first_event() -> None:
    sent: list[str] = []

    async def app(_: Any, __: Any, send: Any) -> None:
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        sent.append("waits")
        await send({"type": "http.response.body", "body": b""})

    async def fronted(scope: Any, receive: Any, send: Any) -> None:
        async def tell(message: Any) -> None:
            sent.append(message["type"])
            await send(message)

        await zipping(app)(scope, receive, tell)

    ask(fronted, "GET", "/", ZIP)
    assert sent == ["http.response.start", "waits", "http.response.body"]


def test_a_compressed_answer_has_a_tag_of_its_own_that_conditions_understand() -> None:
    tag = b'"abc"'
    seen: list[tuple[str, str]] = []

    async def app(scope: Any, _: Any, send: Any) -> None:
        given = dict(scope["headers"])
        known, wanted = given.get(b"if-none-match", b""), given.get(b"if-match", b"")
        seen.append((known.decode(), wanted.decode()))
        fresh = tag in known
        headers = [(b"etag", tag), (b"content-type", b"application/json")]
        status = 304 if fresh else 200
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if fresh else b"1" * 2000})

    front = zipping(app)
    assert ask(front, "GET", "/")["etag"] == '"abc"'
    mine = ask(front, "GET", "/", ZIP)["etag"]
    assert mine == '"abc;gzip"'
    again = ask(front, "GET", "/", {**ZIP, "if-none-match": f'"x", {mine}'})
    assert (again.status, again["etag"], again["vary"]) == (304, mine, "Accept-Encoding")
    other = ask(front, "GET", "/", {**ZIP, "if-none-match": '"abc"'})
    assert (other.status, other["etag"]) == (304, '"abc"')
    ask(front, "PUT", "/", {"if-match": mine})
    assert seen[2:] == [('"x", "abc"', ""), ('"abc"', ""), ("", '"abc"')]


def test_every_answer_has_the_id_of_its_call() -> None:
    ids: list[str] = []

    class Asked(Shop):
        async def get_product(self, *, product_id: str) -> Any:
            ids.append(current_call().id)
            return await super().get_product(product_id=product_id)

    app = create_app(Asked(), request_id=True)
    given = ask(app, "GET", "/products/0", {"x-request-id": "a-1:b"})
    made = ask(app, "GET", "/products/0")
    odd = ask(app, "GET", "/products/0", {"x-request-id": "a b"})
    answers = [one["x-request-id"] for one in (given, made, odd)]
    assert answers == ids
    assert answers[0] == "a-1:b"
    assert len(set(answers)) == 3
    assert ask(app, "GET", "/nothing", {"x-request-id": "n"})["x-request-id"] == "n"
    assert ask(create_app(Shop()), "GET", "/products/0")["x-request-id"] == ""


@pytest.mark.parametrize("cors", [[PAGE], PAGE])
@pytest.mark.parametrize("style", HTTP_STYLES)
def test_cors_that_are_no_cors_are_refused_before_a_page_calls(style: str, cors: Any) -> None:
    module = importlib.import_module(f"generated.products.{style}.server")
    with pytest.raises(TypeError, match=r"cors is a Cors\(origins=\[…\]\), not a (list|str)"):
        module.create_app(Shop(), cors=cors)
