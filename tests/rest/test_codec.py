"""A client writes calls as requests, and makes values and exceptions of whatever comes back."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest

from generated._support import CallOptions, Code, InvalidArgument, ServiceError, Violation
from generated._support.http.message import HttpRequest, HttpResponse
from generated._support.rest.problem import render
from generated._support.text.urls import from_header, to_header
from generated.blog import operations as blog
from generated.blog.rest.client import Client as BlogClient
from generated.products import Category, ProductNotFound
from generated.products import operations as products
from generated.products.rest.client import Client

CODEC = Client.codec()
NONE = CallOptions()
PROBLEM = {"content-type": "application/problem+json"}
SHIRT = {
    "id": "1",
    "name": "T-Shirt",
    "price": "22.00",
    "category": "Clothes",
    "tags": [],
    "note": None,
    "createdAt": "2026-11-22T09:30:00Z",
}


def get(product_id: str, options: CallOptions = NONE) -> HttpRequest:
    return CODEC.encode(products.GET_PRODUCT, {"product_id": product_id}, options)


def answer(status: int, body: object = b"", **headers: str) -> Any:
    """What a call of get_product makes of a response."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    response = HttpResponse(status=status, headers=names, body=content)
    return CODEC.decode(products.GET_PRODUCT, response)


def failure(status: int, body: object = b"", **headers: str) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        answer(status, body, **headers)
    return caught.value


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("123", "/products/123"),
        ("a/b", "/products/a%2Fb"),
        ("a:restock", "/products/a%3Arestock"),
        ("ä ?#", "/products/%C3%A4%20%3F%23"),
        ("..", "/products/%2E%2E"),
        (".", "/products/%2E"),
    ],
)
def test_a_key_is_one_segment_whatever_it_holds(key: str, path: str) -> None:
    assert get(key).path == path


def test_an_empty_key_is_refused_before_it_is_sent() -> None:
    with pytest.raises(InvalidArgument) as caught:
        get("")
    expected = Violation("/productId", "must have at least 1 character")
    assert [*caught.value.violations] == [expected]


def test_a_body_holds_json_by_json_names() -> None:
    values = {"name": "T-Shirt", "price": Decimal("22.00"), "category": Category.CLOTHES}
    request = CODEC.encode(products.ADD_PRODUCT, values, NONE)
    assert (request.method, request.path) == ("POST", "/products")
    assert request.headers["content-type"] == "application/json"
    assert request.body == b'{"name":"T-Shirt","price":"22.00","category":"Clothes"}'


def test_a_query_holds_what_was_given() -> None:
    values = {"category": Category.SHOES, "order_by": "price desc,name", "page_size": 10}
    request = CODEC.encode(products.LIST_PRODUCTS, values, NONE)
    query = "category=Shoes&orderBy=price+desc%2Cname&pageSize=10"
    assert (request.path, request.body) == (f"/products?{query}", None)


def test_times_and_headers_travel_as_text() -> None:
    codec = BlogClient.codec()
    day = datetime.date(2026, 1, 2)
    listed = codec.encode(blog.LIST_POSTS, {"not_before": day, "topic": "03:04"}, NONE)
    assert listed.path == "/posts?topic=03%3A04&notBefore=2026-01-02"
    values = {"slug": "hello", "reader": "ada", "remark": {"text": "Well"}}
    remarked = codec.encode(blog.ADD_REMARK, values, NONE)
    assert remarked.headers["x-reader"] == "ada"


@pytest.mark.parametrize("reader", [" ada", "ada ", "a\r\nx-admin: 1", "a\x00b"])
def test_what_a_header_would_change_is_refused_before_it_is_sent(reader: str) -> None:
    values = {"slug": "hello", "reader": reader, "remark": {"text": "Well"}}
    with pytest.raises(InvalidArgument) as caught:
        BlogClient.codec().encode(blog.ADD_REMARK, values, NONE)
    assert [*caught.value.violations] == [Violation("/reader", "cannot travel in a header")]


@pytest.mark.parametrize(
    "items",
    [[], ["a"], ["a b", "é", "\N{SNOWMAN}"], ["a,b"], [""], [" a", '"'], ['"a"', '\\"', "\\"]],
)
def test_a_list_comes_out_of_a_header_as_it_went_in(items: list[str]) -> None:
    on_the_way = to_header(items).encode().decode("latin-1")
    assert from_header(on_the_way, "string", many=True) == items


@pytest.mark.parametrize("items", [["a\x00"], ["a", "b\n"]])
def test_a_list_that_a_header_would_change_is_refused(items: list[str]) -> None:
    with pytest.raises(ValueError, match="cannot travel in a header"):
        to_header(items)


def test_options_become_headers() -> None:
    options = CallOptions(
        headers={"X-Trace": "1"}, idempotency_key="k", if_match='"a"', if_none_match='"b"'
    )
    headers = get("1", options).headers
    assert headers["x-trace"] == "1"
    assert headers["idempotency-key"] == "k"
    assert (headers["if-match"], headers["if-none-match"]) == ('"a"', '"b"')


def test_a_request_is_shown_as_it_goes_over_the_wire() -> None:
    shown = CODEC.show(get("1"))
    assert shown.start == "GET /products/1"
    assert ("accept", "application/json, application/problem+json") in shown.headers


def test_a_response_may_hold_more_than_the_contract_knows() -> None:
    newer = {**SHIRT, "category": "Boats", "colour": "red"}
    product = answer(200, newer, content_type="application/json")
    assert (product.price, product.category) == (Decimal("22.00"), "Boats")


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"id": 1}', b"\xff"])
def test_a_response_that_breaks_the_contract_is_an_internal_error(body: bytes) -> None:
    assert failure(200, body, content_type="application/json").code == "internal"


def test_a_declared_error_comes_back_as_its_class() -> None:
    problem = {"code": "not_found", "error": "ProductNotFound", "productId": "9", "detail": "Gone."}
    error = failure(404, problem, content_type="application/problem+json")
    assert isinstance(error, ProductNotFound)
    assert (error.product_id, error.message) == ("9", "Gone.")


def test_an_error_whose_fields_do_not_fit_keeps_its_code() -> None:
    problem = {"code": "not_found", "error": "ProductNotFound", "detail": "Gone."}
    error = failure(404, problem, content_type="application/problem+json")
    assert (type(error), error.code, error.message) == (ServiceError, "not_found", "Gone.")


def test_an_error_of_a_newer_contract_keeps_its_code() -> None:
    problem = {"code": "aborted", "error": "Newer", "title": "Newer"}
    error = failure(409, problem, content_type="application/problem+json")
    assert (type(error), error.code, error.message) == (ServiceError, "aborted", "Newer")


def test_violations_of_parameters_come_back_as_places_in_the_input() -> None:
    errors = [
        {"parameter": "product_id", "detail": "is odd"},
        {"parameter": "new/one", "detail": "is unknown"},
        {"parameter": "product_id", "index": 2, "detail": "is odd"},
        {"pointer": "/name", "detail": "is too short"},
    ]
    problem = {"code": "invalid_argument", "errors": errors}
    error = failure(400, problem, content_type="application/problem+json")
    pointers = [violation.pointer for violation in error.violations]
    assert pointers == ["/productId", "/new~1one", "/productId/2", "/name"]


def test_violations_come_back() -> None:
    errors = [{"pointer": "/name", "detail": "is too short"}]
    problem = {"code": "invalid_argument", "errors": errors}
    error = failure(400, problem, content_type="application/problem+json")
    assert [(v.pointer, v.detail) for v in error.violations] == [("/name", "is too short")]


@pytest.mark.parametrize(("status", "code"), [(301, "unknown"), (404, "unimplemented")])
def test_a_page_of_a_proxy_is_read_by_its_status(status: int, code: str) -> None:
    for body in (b"<html>Bad</html>", b'{"message": "bad"}', b'{"code": 7}', b"[]"):
        error = failure(status, body, content_type="application/json")
        assert error.code == code
        assert str(status) in error.message


def test_a_pause_is_told_in_whole_seconds_and_never_shortened() -> None:
    busy = ServiceError("Busy.", code=Code.UNAVAILABLE, retry_after=0.2)
    assert (b"retry-after", b"1") in render(busy, {})[1]


def test_retry_after_is_read_in_both_forms() -> None:
    assert failure(503, retry_after="7").retry_after == 7
    assert failure(503, retry_after="Thu, 01 Jan 1970 00:00:00 GMT").retry_after == 0
    assert failure(503, retry_after="soon").retry_after is None
    assert failure(503).retry_after is None
