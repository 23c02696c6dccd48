"""What nginx does with calls on their way to servers: paths, headers, repeats, errors, its log."""

import base64
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from tests.deploy.nginx.folder import needs_nginx, written
from tests.deploy.nginx.shop import Shop, shop
from tests.deploy.recorder import TEXT
from tests.waiting import until_by_thread

pytestmark = needs_nginx
SERVICE = "/shop.products.v1.ProductsService"


@pytest.fixture(scope="module")
def shopping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop(tmp_path_factory.mktemp("shop")) as made:
        yield made


@pytest.mark.parametrize(
    "path",
    [
        "/products/a%2Fb%3Ac",
        "/products/..%2Fsecret",
        "/products/%2e%2e",
        "/products/a%2F%2Fb",
        "/products/%C3%A4%20%3F%23",
        "/products/1?b=%20&a=%2F",
    ],
)
def test_paths_reach_the_server_as_they_were_sent(shopping: Shop, path: str) -> None:
    shopping.seen()
    assert shopping.call(f"GET {path}").status == 200
    assert shopping.seen() == [f"GET {path}"]


@pytest.mark.parametrize("path", ["/", "/products/a/b", "/products/", "/readyz", "/jsonrpc/x"])
def test_unknown_paths_come_to_no_server(shopping: Shop, path: str) -> None:
    shopping.seen()
    assert shopping.call(f"POST {path}").status == 404
    assert shopping.seen() == []


def test_servers_answer_other_methods_of_their_paths(shopping: Shop) -> None:
    shopping.seen()
    for request in ("OPTIONS /products/1", "HEAD /products/1"):
        assert shopping.call(request).status == 200
        assert shopping.seen() == [request]


def test_headers_pass_whatever_their_names(shopping: Shop) -> None:
    sent = {
        "x_odd.name": "1",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "request-timeout-ms": "5000",
        "idempotency-key": "k",
        "if-match": '"tag"',
        "x-long": "x" * 20_000,
    }
    found = shopping.arrived("DELETE /products/1?api_key=k", sent).headers
    assert {name: found.get(name) for name in sent} == sent
    assert found["host"] == shopping.address
    assert (found["x-forwarded-for"], found["x-forwarded-proto"]) == ("127.0.0.1", "https")


def test_nobody_says_from_outside_that_a_certificate_was_seen(shopping: Shop) -> None:
    sent = {"Client-Cert": ":AAAA:", "Client-Cert-Chain": ":AAAA:"}
    found = shopping.arrived("GET /products/1", sent).headers
    assert not {name for name in found if name.startswith("client-cert")}


def test_servers_get_the_certificate_that_nginx_has_seen(shopping: Shop) -> None:
    sent = {"Client-Cert": ":AAAA:"}
    found = shopping.arrived("GET /products/1", sent, known=True).headers
    assert found["client-cert"] == f":{base64.b64encode(shopping.caller.der).decode()}:"


def test_only_websockets_are_upgraded(shopping: Shop) -> None:
    sent = {"Connection": "Upgrade", "Upgrade": "websocket"}
    assert "upgrade" not in shopping.arrived("GET /products/1", sent).headers
    found = shopping.arrived("GET /talk", sent).headers
    assert (found["connection"].lower(), found["upgrade"]) == ("upgrade", "websocket")


@pytest.mark.parametrize("protocol", ["h2c", "websocket, h2c", "TLS/1.0"])
def test_no_other_protocol_is_upgraded_to_where_websockets_are(
    shopping: Shop, protocol: str
) -> None:
    sent = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": protocol, "HTTP2-Settings": "AA"}
    assert "upgrade" not in shopping.arrived("GET /talk", sent).headers


@pytest.mark.parametrize(
    "request_",
    [
        "GET /products/1",
        "DELETE /products/1",
        "PUT /products/1",
        "POST /products",
        "POST /products/1:sell",
        "PUT /file",
        "GET /talk",
    ],
)
def test_a_refused_connection_is_tried_elsewhere(shopping: Shop, request_: str) -> None:
    shopping.seen()
    for _ in range(3):
        assert shopping.call(request_, body=b"{}").status == 200
    assert shopping.seen() == [request_] * 3


def test_what_a_server_may_have_begun_is_sent_again_where_twice_is_as_good_as_once(
    tmp_path: Path,
) -> None:
    assert _times(
        tmp_path, "GET /products?dies", "PUT /products/1?dies", "POST /products/1:sell?dies"
    ) == [
        2,
        2,
        2,
    ]


def test_what_a_server_may_have_begun_is_not_sent_again_where_callers_do_it_or_nobody_may(
    tmp_path: Path,
) -> None:
    found = _times(
        tmp_path,
        "GET /products/1?dies",  # `retry:`, so generated clients do it
        "DELETE /products/1?dies",
        "POST /products?dies",
        "POST /products/1:wait?dies",
        "GET /talk?dies",
    )
    assert found == [1] * 5


def test_a_path_that_others_match_too_is_not_sent_again_for_them(tmp_path: Path) -> None:
    found = _times(
        tmp_path,
        "POST /dies/all",
        "POST /dies/ALL",  # /dies/{id}, which may not
        "POST /dies/1/2",
        "POST /dies/1/pay",
    )
    assert found == [2, 1, 2, 1]


def _times(folder: Path, *requests: str) -> list[int]:
    """How often each of these has come to servers that die with it in their hands."""
    found = []
    with shop(folder) as fresh:
        for request in requests:
            assert fresh.call(request, body=None if "GET" in request else b"{}").status == 502
            found.append(len(fresh.seen()))
    return found


def test_what_is_too_large_by_far_is_not_even_read(shopping: Shop) -> None:
    shopping.seen()
    sent = {"content-length": "100000000000"}
    assert shopping.call("POST /products", sent).status == 413
    assert shopping.seen() == []


def test_queries_in_another_order_are_kept_apart(shopping: Shop) -> None:
    found = [
        shopping.call(f"GET /products?{query}").headers["cache-status"]
        for query in (
            "pageSize=1&orderBy=name",
            "orderBy=name&pageSize=1",
            "orderBy=name&pageSize=1",
        )
    ]
    assert found == ["nginx; fwd=miss", "nginx; fwd=miss", "nginx; hit"]


def test_what_is_tried_elsewhere_is_kept_all_the_same(shopping: Shop) -> None:
    for number in range(3):  # one of them comes to the server that is not there
        found = [shopping.call(f"GET /count-products?{number}") for _ in range(3)]
        assert [one.status for one in found] == [200] * 3
        told = [one.headers["cache-status"] for one in found]
        assert told == ["nginx; fwd=miss", "nginx; hit", "nginx; hit"]


def test_an_answer_to_credentials_is_for_others_where_it_says_so(shopping: Shop) -> None:
    credentials = {"authorization": "Bearer a"}
    for path, second in (("/products?all", "nginx; hit"), ("/products?own", "nginx; fwd=miss")):
        shopping.call(f"GET {path}", credentials)
        assert shopping.call(f"GET {path}").headers["cache-status"] == second


def test_a_part_comes_of_the_whole_that_is_kept(shopping: Shop) -> None:
    part = shopping.call("GET /products?part", {"range": "bytes=2-3"})
    whole = shopping.call("GET /products?part")
    assert (part.status, part.body, whole.status, whole.body) == (206, TEXT[2:4], 200, TEXT)
    assert whole.headers["cache-status"] == "nginx; hit"


def test_who_has_written_can_ask_anew(shopping: Shop) -> None:
    for _ in range(2):
        shopping.call("GET /products?anew")
    found = shopping.call("GET /products?anew", {"cache-control": "no-cache"})
    assert found.headers["cache-status"] == "nginx; fwd=request"


def test_what_is_not_kept_says_nothing_of_a_cache(shopping: Shop) -> None:
    assert "cache-status" not in shopping.call("GET /products/1").headers


def test_callers_over_grpc_read_what_nginx_itself_says(shopping: Shop) -> None:
    trusted = (shopping.folder / "tls" / "certificate.pem").read_bytes()
    credentials = grpc.ssl_channel_credentials(trusted)
    with grpc.secure_channel(shopping.address, credentials) as channel:
        found = [
            _code(channel, method, size)
            for method, size in [
                (f"{SERVICE}/AddProduct", 0),  # no server listens
                (f"{SERVICE}/Nothing", 0),
                ("/other.v1.Service/AddProduct", 0),
            ]
        ]
    assert found == [
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.UNIMPLEMENTED,
        grpc.StatusCode.UNIMPLEMENTED,
    ]


def _code(channel: grpc.Channel, method: str, size: int) -> grpc.StatusCode:
    with pytest.raises(grpc.RpcError) as failed:
        channel.unary_unary(method)(b"x" * size, timeout=40)
    code: grpc.StatusCode = failed.value.code()
    return code


def test_the_log_names_operations_and_holds_no_url(shopping: Shop) -> None:
    shopping.call("DELETE /products/hidden-id?api_key=hidden-key", {"traceparent": "00-a-b-01"})
    found = until_logged(shopping, "00-a-b-01")
    assert (found["operation"], found["status"]) == ("shop.products.v1.DeleteProduct", 200)
    for file in ("access.log", "error.log"):
        assert "hidden" not in (shopping.folder / "run" / file).read_text()


def test_a_deadline_of_the_caller_lifts_the_timeout_of_the_contract(shopping: Shop) -> None:
    places = []
    for number, sent in enumerate([{}, {"request-timeout-ms": "60000"}]):
        mark = f"00-deadline-{number}"
        shopping.call("POST /products/1:wait", {"traceparent": mark, **sent})
        places.append(until_logged(shopping, mark)["location"])
    assert places == ["call_10s", "call"]


def test_what_nginx_writes_while_it_runs_is_none_of_the_output(shopping: Shop) -> None:
    assert (shopping.folder / "run" / "nginx.pid").exists()
    again = written(
        shopping.folder.parent, [shopping.folder.parent / "products.yaml"], shopping.given
    )
    assert again == shopping.folder
    assert (shopping.folder / "run" / "nginx.pid").exists()


def until_logged(shopping: Shop, mark: str) -> dict[str, object]:
    """The line of the request with this ``traceparent``: it is written after the answer."""

    def lines() -> list[dict[str, object]]:
        return [line for line in shopping.log() if line["traceparent"] == mark]

    until_by_thread(lines)
    return lines()[0]
