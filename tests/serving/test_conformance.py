"""RFC 9110 and RFC 9112, as raw bytes to a served process, over REST and JSON-RPC."""

import time
from collections.abc import Iterator

import pytest

from tests.serving.process import JSON, Served, document, get, rest_of, served, status

NEW = b'{"name": "Hat", "price": "1.00", "category": "Shoes"}'
CALL = b'{"jsonrpc": "2.0", "method": "getProduct", "params": ["0"], "id": 1}'
STYLES = [(b"/products", NEW, 201), (b"/jsonrpc", CALL, 200)]


@pytest.fixture(scope="module", params=["httptools", "h11"])
def shop(request: pytest.FixtureRequest) -> Iterator[Served]:
    with served("--idle-timeout", "2", parser=request.param) as running:
        yield running


def post(path: bytes, body: bytes, *headers: bytes, host: bytes = b"host: x\r\n") -> bytes:
    lines = b"".join(header + b"\r\n" for header in headers)
    framing = b"content-length: %d\r\nconnection: close\r\n" % len(body)
    return b"POST %s HTTP/1.1\r\n%s%s%s\r\n%s" % (path, host, framing, lines, body)


@pytest.mark.parametrize(("path", "body", "good"), STYLES)
def test_a_client_that_expects_100_gets_it_and_then_its_answer(
    shop: Served, path: bytes, body: bytes, good: int
) -> None:
    head = b"POST %s HTTP/1.1\r\nhost: x\r\n%sExpect: 100-Continue\r\nconnection: close\r\n" % (
        path,
        JSON,
    )
    with shop.connect() as connection:
        connection.sendall(head + b"content-length: %d\r\n\r\n" % len(body))
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert status(rest_of(connection)) == good


@pytest.mark.parametrize(
    ("start", "headers", "refused"),
    [
        (b"POST /products", b"content-type: text/plain\r\n", 415),
        (b"POST /products", b"content-type: application/json\r\ncontent-encoding: gzip\r\n", 415),
        (b"POST /products", JSON + b"accept: text/html\r\n", 406),
        (b"POST /nowhere", JSON, 404),
        (b"PUT /products", JSON, 405),
        (b"GET /products/0", JSON, 200),
        (b"POST /jsonrpc", b"content-type: text/plain\r\n", 415),
        (b"POST /jsonrpc", JSON + b"accept: text/html\r\n", 406),
        (b"PUT /jsonrpc", JSON, 405),
    ],
)
def test_a_body_that_nobody_wants_is_answered_without_100_and_not_waited_for(
    shop: Served, start: bytes, headers: bytes, refused: int
) -> None:
    with shop.connect() as connection:
        connection.sendall(start + b" HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n" + headers)
        connection.sendall(b"content-length: 60\r\n\r\n")
        begun = time.monotonic()
        answer = rest_of(connection)
        assert status(answer) == refused
        # Nothing else can be told from the body on this connection.
        assert b"connection: close" in answer.lower()
        assert time.monotonic() - begun < 5


def test_a_body_over_the_limit_is_refused_without_100(shop: Served) -> None:
    for path in (b"/products", b"/jsonrpc"):
        answer = shop.ask(
            b"POST %s HTTP/1.1\r\nhost: x\r\n%sexpect: 100-continue\r\n" % (path, JSON)
            + b"content-length: 99999999\r\n\r\n"
        )
        assert status(answer) == 413


def test_http_1_0_gets_no_100(shop: Served) -> None:
    head = b"POST /products HTTP/1.0\r\nexpect: 100-continue\r\n" + JSON
    answer = shop.ask(head + b"content-length: %d\r\n\r\n" % len(NEW) + NEW)
    assert status(answer) == 201


@pytest.mark.parametrize(("path", "body", "good"), STYLES)
def test_a_content_type_that_is_empty_is_none(
    shop: Served, path: bytes, body: bytes, good: int
) -> None:
    assert status(shop.ask(post(path, body, b"content-type: application/json"))) == good
    for wrong in ((b"content-type:",), (b"content-type: \t ",), (b"content-type: ;",), ()):
        assert status(shop.ask(post(path, body, *wrong))) == 415, wrong


@pytest.mark.parametrize(("path", "body", "good"), STYLES)
def test_headers_that_must_be_single_are_refused_when_they_come_twice(
    shop: Served, path: bytes, body: bytes, good: int
) -> None:
    kinds = (b"content-type: application/json", b"content-type: text/plain")
    assert status(shop.ask(post(path, body, *kinds))) == 400
    assert status(shop.ask(post(path, body, *reversed(kinds)))) == 400
    hosts = (kinds[0], b"host: y")
    assert status(shop.ask(post(path, body, *hosts))) == 400
    assert status(shop.ask(post(path, body, kinds[0], host=b""))) == 400
    twice = (kinds[0], b"authorization: Bearer a", b"authorization: Bearer b")
    assert status(shop.ask(post(path, body, *twice))) == 400
    assert good


@pytest.mark.parametrize(("path", "body", "good"), STYLES)
def test_a_request_with_two_lengths_is_refused(
    shop: Served, path: bytes, body: bytes, good: int
) -> None:
    head = b"POST %s HTTP/1.1\r\nhost: x\r\n%s" % (path, JSON)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    smuggled = head + b"content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n" + chunked
    answer = shop.ask(smuggled + get("/products/none"))
    # Refused, or the length ignored (RFC 9112 §6.3); never two answers to bytes of one body.
    assert status(answer) in (400, good)
    assert answer.count(b"HTTP/1.1") <= 2
    assert status(shop.ask(head + b"content-length: 4\r\ncontent-length: 5\r\n\r\n{}  ")) == 400
    assert status(shop.ask(head + b"content-length: -1\r\n\r\n{}")) == 400


@pytest.mark.parametrize(("path", "body", "good"), STYLES)
@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        (b'text/html;title="a, b";q=0.1, application/json', True),
        (b'text/html;title="application/json, "', False),
        (b'text/html;title="\\", application/json;x="', False),
        (b'application/*;x=";q=0"', True),
        (b"application/json;q=0, */*", False),
        (b"application/json;q=0.0", False),
        (b"*/*;q=0", False),
        (b"*/*;q=0.001", True),
        (b"APPLICATION/JSON;Q=1", True),
        (b"application/json;q=5", False),
        (b", ,", True),
        (b"", True),
        (b"text/\xe4, */*", True),
    ],
)
def test_accept_is_read_as_a_list_with_quotes(
    shop: Served, path: bytes, body: bytes, good: int, accept: bytes, taken: bool
) -> None:
    asked = post(path, body, b"content-type: application/json", b"accept: " + accept)
    assert status(shop.ask(asked)) == (good if taken else 406)


@pytest.mark.parametrize(
    "name",
    [
        *("accept", "content-type", "content-encoding", "authorization", "if-match", "expect"),
        *("if-none-match", "request-timeout-ms", "idempotency-key", "traceparent", "x-any"),
        *("accept-language", "cookie", "user-agent", "connection", "upgrade", "te", "range"),
    ],
)
@pytest.mark.parametrize(("path", "body", "good"), STYLES)
def test_bytes_beyond_ascii_in_a_header_never_break_the_server(
    shop: Served, name: str, path: bytes, body: bytes, good: int
) -> None:
    for value in (b"caf\xe9", "\u00b2\u00b3".encode("latin-1"), b'"\xff', b"\xc3\xa4, \xfc"):
        kind = () if name == "content-type" else (b"content-type: application/json",)
        asked = post(path, body, *kind, name.encode() + b": " + value)
        assert status(shop.ask(asked)) in (good, 400, 406, 412, 415), value


def test_a_head_is_answered_as_a_get_without_its_body(shop: Served) -> None:
    whole = shop.ask(get())
    head = shop.ask(get().replace(b"GET", b"HEAD"))
    assert status(head) == 200
    assert head.partition(b"\r\n\r\n")[2] == b""
    length = b"content-length: %d" % len(whole.partition(b"\r\n\r\n")[2])
    assert length in whole.lower()
    assert length in head.lower()
    refused = shop.ask(b"HEAD /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    assert status(refused) == 404
    assert refused.endswith(b"\r\n\r\n")


def test_options_asks_about_the_server_as_a_whole(shop: Served) -> None:
    asked = b"OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    assert status(shop.ask(asked)) == 204


def test_a_url_in_absolute_form_is_its_path(shop: Served) -> None:
    line = b"GET http://x/products/0 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    assert status(shop.ask(line)) == 200


def test_an_upgrade_that_is_not_taken_leaves_no_request_without_an_answer(shop: Served) -> None:
    # As Java's HttpClient and curl --http2 begin.
    upgrade = (
        b"connection: upgrade, http2-settings",
        b"upgrade: h2c",
        b"http2-settings: AAEAAEAAAAIAAAAA",
        b"content-type: application/json",
    )
    lines = b"".join(header + b"\r\n" for header in upgrade)
    asked = b"POST /products HTTP/1.1\r\nhost: x\r\n%scontent-length: %d\r\n\r\n%s" % (
        lines,
        len(NEW),
        NEW,
    )
    begun = time.monotonic()
    answer = shop.ask(asked + get())
    assert status(answer) == 201
    # The next one is answered, or its client knows at once that it will not be.
    assert answer.count(b"HTTP/1.1 200") == 1 or b"connection: close" in answer.lower()
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "bad",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost : x\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nx: a\x00b\r\n\r\n",
        b"POST /products HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_gets_400_as_a_problem_and_is_closed(shop: Served, bad: bytes) -> None:
    answer = shop.ask(bad)
    assert status(answer) == 400
    assert document(answer)["code"] == "invalid_argument"
