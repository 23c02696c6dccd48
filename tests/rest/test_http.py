"""A generated server answers as the RFCs ask, request by request."""

import json
from typing import Any

import pytest

from generated._support import UNCHECKED
from generated.blog.rest.server import create_app as create_blog
from generated.products.rest.server import create_app
from generated.servers.rest.server import create_app as create_servers
from tests.behaviour.services.blog import Press
from tests.behaviour.services.products import ProductList
from tests.behaviour.services.servers import DataCentre
from tests.rest.exchange import Answer, App, ask

SHIRT = {"name": "T-Shirt", "price": "22.00", "category": "Clothes"}


@pytest.fixture
def app() -> App:
    return create_app(ProductList())


@pytest.fixture
def shop(app: App) -> App:
    """The app with one product, whose id is 1."""
    assert ask(app, "POST", "/products", data=SHIRT).status == 201
    return app


def problem(answer: Answer) -> dict[str, Any]:
    """The problem document of an answer that is one (RFC 9457)."""
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json
    assert document["status"] == answer.status
    assert {"type", "title", "status", "code"} <= document.keys()
    return document


def pointers(answer: Answer) -> set[str]:
    """Where in the body something is wrong."""
    return {error["pointer"] for error in problem(answer)["errors"]}


def parameters(answer: Answer) -> set[str]:
    """Which parameters are wrong."""
    return {error["parameter"] for error in problem(answer)["errors"]}


def test_create_answers_201_with_the_location_of_what_it_made(app: App) -> None:
    answer = ask(app, "POST", "/products", data=SHIRT)
    assert answer.status == 201
    assert answer.headers["content-type"] == "application/json"
    assert ask(app, "GET", answer.headers["location"]).json == answer.json


def test_location_counts_the_path_where_the_app_is_mounted(app: App) -> None:
    answer = ask(app, "POST", "/products", data=SHIRT, root="/shop")
    assert answer.headers["location"] == "/shop/products/1"
    assert ask(app, "GET", "/products/1", root="/shop").status == 200


def test_delete_answers_204_without_content(shop: App) -> None:
    answer = ask(shop, "DELETE", "/products/1")
    assert (answer.status, answer.body) == (204, b"")
    assert "content-length" not in answer.headers
    assert ask(shop, "GET", "/products/1").status == 404


def test_a_declared_error_is_a_problem_with_its_name_and_fields(app: App) -> None:
    assert problem(ask(app, "GET", "/products/9")) == {
        "type": "urn:problem-type:shop.products.v1:ProductNotFound",
        "title": "Product not found",
        "status": 404,
        "detail": "No product has this id.",
        "code": "not_found",
        "error": "ProductNotFound",
        "productId": "9",
    }


def test_only_an_unknown_path_is_404_by_itself(app: App) -> None:
    for path in ("/", "", "/product", "/products/1/parts", "/Products"):
        assert problem(ask(app, "GET", path))["type"] == "about:blank"
        assert ask(app, "OPTIONS", path).status == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_another_method_is_405_and_allow_lists_all_there_are(app: App, method: str) -> None:
    answer = ask(app, method, "/products")
    assert problem(answer)["status"] == 405
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_options_answers_204_with_every_method_of_the_path(app: App) -> None:
    answer = ask(app, "OPTIONS", "/products/1")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, PUT, DELETE, OPTIONS"
    assert ask(app, "OPTIONS", "*").status == 204


def test_head_answers_what_get_does_but_the_content(shop: App) -> None:
    for target in ("/products/1", "/products", "/products/9"):
        head, get = ask(shop, "HEAD", target), ask(shop, "GET", target)
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
        assert head.headers["content-length"] == str(len(get.body))


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/*",
        "application/json;q=0.1, text/html",
        "text/html, application/xhtml+xml, */*;q=0.8",
        "Application/JSON",
        "",
    ],
)
def test_json_is_sent_to_whoever_takes_it(shop: App, accept: str) -> None:
    assert ask(shop, "GET", "/products/1", headers={"accept": accept}).status == 200


@pytest.mark.parametrize(
    "accept", ["text/html", "application/json;q=0", "*/*;q=0", "application/json;q=0, */*"]
)
def test_whoever_does_not_take_json_gets_406(shop: App, accept: str) -> None:
    answer = ask(shop, "GET", "/products/1", headers={"accept": accept})
    assert problem(answer)["status"] == 406


def test_nothing_is_done_for_a_request_that_is_406(app: App) -> None:
    headers = {"accept": "text/html"}
    assert ask(app, "POST", "/products", data=SHIRT, headers=headers).status == 406
    assert ask(app, "GET", "/products").json["products"] == []


def test_a_response_without_content_needs_no_accept(shop: App) -> None:
    assert ask(shop, "DELETE", "/products/1", headers={"accept": "text/html"}).status == 204


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/xml", "application/json; charset=utf-16", "nonsense", ""],
)
def test_another_media_type_is_415_and_accept_says_which(app: App, content_type: str) -> None:
    body = json.dumps(SHIRT).encode()
    headers = {"content-type": content_type} if content_type else {}
    answer = ask(app, "POST", "/products", body=body, headers=headers)
    assert problem(answer)["status"] == 415
    assert answer.headers["accept"] == "application/json"


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
def test_json_may_name_its_charset(app: App, content_type: str) -> None:
    body = json.dumps(SHIRT).encode()
    headers = {"content-type": content_type}
    assert ask(app, "POST", "/products", body=body, headers=headers).status == 201


def test_a_compressed_body_is_415_and_says_what_is_taken(app: App) -> None:
    headers = {"content-encoding": "gzip"}
    answer = ask(app, "POST", "/products", data=SHIRT, headers=headers)
    assert problem(answer)["status"] == 415
    assert answer.headers["accept-encoding"] == "identity"


def test_a_body_over_the_limit_is_413_however_it_is_framed() -> None:
    app = create_app(ProductList(), max_body_size=100)
    json_headers = {"content-type": "application/json"}
    announced = json_headers | {"content-length": "1000000"}
    for body, headers in (
        (b"{}", announced),
        (b" " * 101, json_headers),
        ([b" " * 60, b" " * 60], json_headers),
    ):
        answer = ask(app, "POST", "/products", body=body, headers=headers)
        assert problem(answer)["status"] == 413
    short = [b'{"name":"a","price":"1"', b',"category":"Shoes"}']
    assert ask(app, "POST", "/products", body=short, headers=json_headers).status == 201


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"name": NaN}',
        b"\xff",
        b'{"name": "\xff"}',
        b"[" * 100_000,
        b"{} {}",
        b"{'a': 1}",
    ],
    ids=repr,
)
def test_what_is_not_json_is_400(app: App, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = ask(app, "POST", "/products", body=body, headers=headers)
    assert problem(answer)["code"] == "invalid_argument"
    assert "not JSON" in problem(answer)["detail"]


@pytest.mark.parametrize("data", [[], "text", 1, None, True])
def test_a_body_that_is_no_object_is_invalid(app: App, data: object) -> None:
    headers = {"content-type": "application/json"}
    answer = ask(app, "POST", "/products", body=json.dumps(data).encode(), headers=headers)
    assert "" in pointers(answer)


def test_all_violations_are_reported_each_with_its_pointer(app: App) -> None:
    data = {"name": "", "price": -1, "category": "Boats", "tags": ["a", 1], "colour": "red"}
    answer = ask(app, "POST", "/products", data=data)
    assert problem(answer)["code"] == "invalid_argument"
    assert {"/name", "/price", "/category", "/tags/1"} <= pointers(answer)
    assert any("colour" in p or "" in p for p in pointers(answer))


def test_an_absent_body_counts_as_an_empty_one(shop: App) -> None:
    assert pointers(ask(shop, "POST", "/products"))
    assert ask(shop, "PUT", "/products/1").status == 200


def test_what_has_no_content_has_no_media_type_either(shop: App) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert ask(shop, "PUT", "/products/1", body=b"", headers=headers).status == 200


def test_an_operation_without_input_takes_none_in_the_body() -> None:
    app = create_servers(DataCentre(), authenticate=UNCHECKED)
    made = ask(app, "POST", "/servers", data={"host_name": "a", "memory_bytes": 1 << 30})
    assert made.status == 201
    reboot = f"/servers/{made.json['id']}:reboot"
    for wrong, pointer in ({"now": True}, "/now"), ({"server_id": "2"}, "/server_id"), ([], ""):
        assert pointers(ask(app, "POST", reboot, data=wrong)) == {pointer}
    for body, content_type, status in (
        (b"{", "application/json", 400),
        (b"now=true", "application/x-www-form-urlencoded", 415),
        (b"{}", "", 415),
        (b"", "application/x-www-form-urlencoded", 200),
        (b"{}", "application/json", 200),
    ):
        headers = {"content-type": content_type} if content_type else {}
        assert ask(app, "POST", reboot, body=body, headers=headers).status == status
    assert ask(app, "POST", reboot).status == 200


def test_a_body_is_never_read_on_get_and_delete(shop: App) -> None:
    async def never() -> Any:
        raise AssertionError("the body was read")

    for method in ("GET", "DELETE"):
        scope_answer = ask(
            lambda scope, _, send: shop(scope, never, send), method, "/products/1", body=b"{"
        )
        assert scope_answer.status in (200, 204)


def test_a_path_parameter_does_not_belong_in_the_body(shop: App) -> None:
    answer = ask(shop, "PUT", "/products/1", data={"price": "20.00", "productId": "2"})
    assert pointers(answer) == {"/productId"}


def test_an_unknown_query_parameter_is_invalid(shop: App) -> None:
    assert parameters(ask(shop, "GET", "/products?colour=red")) == {"colour"}
    assert parameters(ask(shop, "GET", "/products/1?verbose=1")) == {"verbose"}


@pytest.mark.parametrize("spelling", ["page_size", "PageSize", "page-size"])
def test_another_spelling_of_a_query_parameter_is_refused_with_a_hint(
    shop: App, spelling: str
) -> None:
    assert ask(shop, "GET", "/products?pageSize=1").status == 200
    answer = ask(shop, "GET", f"/products?{spelling}=1")
    assert (answer.status, problem(answer)["errors"]) == (
        400,
        [
            {
                "parameter": spelling,
                "detail": "is not a known parameter; did you mean 'pageSize'?",
            }
        ],
    )


def test_query_parameters_are_spelled_as_the_members_of_the_contract_are() -> None:
    app = create_servers(DataCentre(), authenticate=UNCHECKED)
    assert ask(app, "GET", "/servers:search?query=a&min_cores=1").status == 200
    wrong = ask(app, "GET", "/servers:search?query=a&minCores=1")
    assert parameters(wrong) == {"minCores"}


def test_a_violation_names_the_parameter_as_the_request_has_it() -> None:
    servers = create_servers(DataCentre(), authenticate=UNCHECKED)
    answer = ask(servers, "GET", "/servers:search?query=a&states=Off&states=RUNNING&limit=0")
    told = [(e["parameter"], e.get("index")) for e in problem(answer)["errors"]]
    assert sorted(told) == [("limit", None), ("states", 0)]
    long = ask(create_app(ProductList()), "GET", "/products?pageSize=0")
    assert problem(long)["errors"] == [{"parameter": "pageSize", "detail": "must be at least 1"}]


def test_what_is_wrong_in_a_body_that_is_one_input_is_a_place_in_that_input() -> None:
    blog = create_blog(Press(), authenticate=UNCHECKED)
    remark = {"author": "Bob", "text": 1}
    answer = ask(blog, "POST", "/posts/hello-world/remarks?key=k", data=remark)
    assert pointers(answer) == {"/text"}


def test_a_repeated_query_parameter_is_invalid(shop: App) -> None:
    assert parameters(ask(shop, "GET", "/products?pageSize=1&pageSize=2")) == {"pageSize"}


@pytest.mark.parametrize("text", ["", "ten", "1e", "0x10", "true", "1_0", "٣", "9" * 500])
def test_a_query_parameter_that_is_no_number_is_invalid(shop: App, text: str) -> None:
    assert parameters(ask(shop, "GET", f"/products?pageSize={text}")) == {"pageSize"}


def test_all_violations_of_url_and_schema_come_together(shop: App) -> None:
    answer = ask(shop, "GET", "/products?pageSize=0&category=Boats&page_token=x&a=1")
    assert parameters(answer) == {"pageSize", "category", "page_token", "a"}


def test_a_next_page_is_linked_with_the_same_query(app: App) -> None:
    for number in range(3):
        ask(app, "POST", "/products", data=SHIRT | {"name": f"Shirt {number}"})
    first = ask(app, "GET", "/products?pageSize=2&category=Clothes")
    link = first.headers["link"]
    assert link.endswith('>; rel="next"')
    second = ask(app, "GET", "/products" + link.removeprefix("<").partition(">")[0])
    assert [p["name"] for p in second.json["products"]] == ["Shirt 2"]
    assert "nextPageToken" not in second.json
    assert "link" not in second.headers


@pytest.mark.parametrize("key", ["%", "a%2", "%zz", "%ff", "%C3"])
def test_a_url_that_is_not_percent_encoded_utf_8_is_400(shop: App, key: str) -> None:
    assert problem(ask(shop, "GET", f"/products/{key}"))["status"] == 400
    assert problem(ask(shop, "GET", f"/products?pageToken={key}"))["status"] == 400


def test_a_key_may_hold_any_character(app: App) -> None:
    for segment, key in (("a%2Fb", "a/b"), ("a:b", "a:b"), ("%C3%A4%20b", "ä b"), ("%25", "%")):
        answer = ask(app, "GET", f"/products/{segment}")
        assert problem(answer)["productId"] == key


def test_lifespan_is_answered_and_websockets_are_refused(app: App) -> None:
    import asyncio

    async def run(kind: str, messages: list[str]) -> list[str]:
        sent: list[str] = []

        async def receive() -> Any:
            return {"type": messages.pop(0)}

        async def send(message: Any) -> None:
            sent.append(message["type"])

        await app({"type": kind, "path": "/products"}, receive, send)
        return sent

    startup = ["lifespan.startup", "lifespan.shutdown"]
    complete = ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert asyncio.run(run("lifespan", startup)) == complete
    assert asyncio.run(run("websocket", ["websocket.connect"])) == ["websocket.close"]
