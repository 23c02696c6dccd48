"""What a comparison says: true for every contract, the same every time."""

import dataclasses
from functools import cache
from pathlib import Path

import pytest

from generator.compare.comparison import Call, Comparison, OperationComparison
from generator.diagnostics import Problems
from generator.styles import registry
from generator.trial import prepare
from tests.bench.synthetic import contract as synthetic

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
NAMES = sorted(path.stem for path in CONTRACTS.glob("*.yaml"))


@cache
def compared(name: str) -> Comparison:
    problems = Problems()
    trial = prepare(CONTRACTS / f"{name}.yaml", CONTRACTS.parent, problems)
    assert trial is not None, list(problems)
    return trial.comparison()


def of(folder: Path, text: str, **options: list[str]) -> Comparison:
    (folder / "made.yaml").write_text(text)
    problems = Problems()
    trial = prepare(folder / "made.yaml", folder, problems, options.get("styles"))
    assert trial is not None, list(problems)
    return trial.comparison(options.get("operations"))


def operation(name: str, operation: str) -> OperationComparison:
    return next(found for found in compared(name).operations if found.name == operation)


def requests(call: Call) -> dict[str, str]:
    return {exchange.style: exchange.request.start for exchange in call.exchanges}


@pytest.mark.parametrize("name", NAMES)
def test_every_call_ends_as_its_example_says(name: str) -> None:
    calls = [(o.name, call) for o in compared(name).operations for call in o.calls]
    assert calls
    wrong = [
        (operation, call.example, exchange.style, exchange.answer.status)
        for operation, call in calls
        for exchange in call.exchanges
        if exchange.answer.ok != (not call.error)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_is_compared_in_every_style_in_one_order(name: str) -> None:
    comparison = compared(name)
    styles = [style.name for style in comparison.styles]
    assert styles == [style.name for style in registry.styles()]
    for found in comparison.operations:
        assert [one.style for one in found.styles] == styles
        assert bool(found.calls) != bool(found.note)
        assert bool(found.streams) == (found.kind == "stream")
        for call in found.calls:
            assert [exchange.style for exchange in call.exchanges] == styles
        for failure in found.failures:
            assert list(failure.statuses) == styles
            assert all(failure.statuses.values())


def test_a_comparison_is_the_same_every_time() -> None:
    first = compared("people")
    compared.cache_clear()
    assert compared("people") == first


def test_a_comparison_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        compared("products").title = "Other"  # type: ignore[misc]


def test_products_are_the_table_of_the_textbooks() -> None:
    starts = {
        found.name: requests(found.calls[0])["rest"] for found in compared("products").operations
    }
    assert starts == {
        "AddProduct": "POST /products",
        "GetProduct": "GET /products/123",
        "ListProducts": "GET /products?category=Clothes&orderBy=price",
        "UpdateProductPrice": "PUT /products/123",
        "DeleteProduct": "DELETE /products/123",
    }
    add = operation("products", "AddProduct")
    assert requests(add.calls[0])["grpc"] == "/shop.products.v1.ProductsService/AddProduct"
    assert {one.style: one.status for one in add.styles} == {
        "rest": "201 Created",
        "grpc": "OK (0)",
        "jsonrpc": "a result (200 OK)",
    }


def test_the_bytes_of_a_message_are_those_of_protobuf() -> None:
    exchanges = operation("products", "GetProduct").calls[0].exchanges
    grpc = next(exchange for exchange in exchanges if exchange.style == "grpc")
    assert grpc.request.body == bytes([0x0A, 0x03]) + b"123"  # field 1, length 3
    assert grpc.request.text == 'product_id: "123"\n'


def test_failures_arrive_as_each_style_has_them() -> None:
    failures = {f.name: f for f in operation("accounts", "TransferMoney").failures}
    assert failures["InsufficientFunds"].statuses == {
        "rest": "409 Conflict",
        "grpc": "FAILED_PRECONDITION (9)",
        "jsonrpc": "error 9 (200 OK)",
    }
    assert failures["invalid input"].statuses == {
        "rest": "400 Bad Request",
        "grpc": "INVALID_ARGUMENT (3)",
        "jsonrpc": "error -32602 (200 OK)",
    }
    assert failures["not signed in"].statuses["rest"] == "401 Unauthorized"


def test_an_example_that_fails_shows_the_error_with_its_fields() -> None:
    call = next(c for c in operation("products", "GetProduct").calls if c.error)
    answers = {exchange.style: exchange.answer for exchange in call.exchanges}
    assert call.error == "ProductNotFound"
    assert answers["rest"].status == "404 Not Found"
    assert all('"999"' in answer.text for answer in answers.values())


def test_a_guarded_change_is_shown_with_the_entity_tag_that_it_needs() -> None:
    update = operation("servers", "UpdateServer")
    assert "options=CallOptions(if_match='\"1\"')" in update.calls[0].short
    for exchange in update.calls[0].exchanges:
        assert ("if-match", '"1"') in exchange.request.headers
        assert exchange.answer.ok
    statuses = {f.name: f.statuses["rest"] for f in update.failures}
    assert statuses["changed meanwhile"] == "412 Precondition Failed"
    assert statuses["no entity tag"] == "428 Precondition Required"
    read = {f.name: f.statuses for f in operation("servers", "GetServer").failures}
    assert read["not changed"] == {
        "rest": "304 Not Modified",
        "grpc": "FAILED_PRECONDITION (9)",
        "jsonrpc": "error 9 (200 OK)",
    }


@pytest.mark.parametrize("style", ["rest", "grpc"])
def test_an_answer_shows_the_entity_tag_that_goes_with_it(style: str) -> None:
    read = operation("servers", "GetServer").calls[0]
    answer = next(exchange.answer for exchange in read.exchanges if exchange.style == style)
    assert ("etag", '"1"') in answer.headers


def test_the_text_of_a_status_is_shown_as_it_travels(tmp_path: Path) -> None:
    text = """\
contract: a.v1
title: A
version: 1.0.0
errors:
  Empty: {code: not_found, description: 100% café}
operations:
  Do: {errors: [Empty], examples: {one: {input: {}, error: {Empty: {}}}}}
"""
    call = of(tmp_path, text).operations[0].calls[-1]
    answer = next(exchange.answer for exchange in call.exchanges if exchange.style == "grpc")
    assert ("grpc-message", "100%25 caf%C3%A9") in answer.headers


def test_what_the_wire_tells_is_told_apart_from_what_the_contract_promises() -> None:
    found = operation("products", "ListProducts")
    assert (found.safe, found.idempotent) == (True, True)
    seen = {one.style: (one.facts.safe.holds, one.facts.cacheable.holds) for one in found.styles}
    assert seen == {"rest": (True, True), "grpc": (False, False), "jsonrpc": (False, False)}


def test_a_safe_operation_behind_a_post_is_not_seen_to_be_safe() -> None:
    check = operation("accounts", "CheckFraud")
    assert check.safe
    assert [one.facts.safe.holds for one in check.styles] == [False, False, False]


def test_a_websocket_is_no_get_that_a_cache_may_answer() -> None:
    rest = operation("cameras", "SteerCamera").styles[0].facts
    assert (rest.safe.holds, rest.idempotent.holds, rest.cacheable.holds) == (False, False, False)
    assert rest.streamable.holds


def test_what_a_client_must_know_names_what_the_style_needs() -> None:
    known = {
        one.style: " ".join(one.facts.knowledge)
        for one in operation("products", "UpdateProductPrice").styles
    }
    assert "/products/{product_id}" in known["rest"]
    assert "price = 2" in known["grpc"]
    assert "updateProductPrice" in known["jsonrpc"]


def test_kinds_and_streams_are_told() -> None:
    kinds = {o.name: (o.kind, o.streams) for o in compared("cameras").operations}
    assert kinds["GetCamera"] == ("resource", "")
    assert kinds["TakePicture"] == ("function", "")
    assert kinds["WatchCamera"] == ("stream", "from the server")
    assert kinds["UploadFrames"] == ("stream", "from the client")
    assert kinds["SteerCamera"] == ("stream", "both ways")


def test_styles_and_operations_can_be_chosen(tmp_path: Path) -> None:
    found = of(
        tmp_path, synthetic(2), styles=["jsonrpc", "rest"], operations=["GetThing1", "AddThing2"]
    )
    assert [style.name for style in found.styles] == ["rest", "jsonrpc"]
    assert [found.name for found in found.operations] == ["GetThing1", "AddThing2"]


def test_a_contract_of_a_hundred_operations_is_compared(tmp_path: Path) -> None:
    found = of(tmp_path, synthetic(20))
    assert len(found.operations) == 100
    assert all(call.exchanges[0].answer.ok for o in found.operations for call in o.calls)


def test_an_operation_for_which_no_value_follows_says_so(tmp_path: Path) -> None:
    text = """\
contract: a.v1
title: A
version: 1.0.0
operations:
  Do: {input: {code: {type: string, pattern: "^(x[^x]y){2}$", max_length: 3}}}
"""
    (found,) = of(tmp_path, text).operations
    assert found.calls == ()
    assert "give this operation one" in found.note


def test_an_example_that_fails_is_shown_even_where_no_value_follows(tmp_path: Path) -> None:
    text = """contract: a.v1
title: A
version: 1.0.0
errors:
  Bad: {code: not_found, fields: {why: string}}
operations:
  Do:
    input: {code: {type: string, pattern: "^(a|bcd)$", min_length: 3}}
    errors: [Bad]
    examples: {one: {input: {code: bcd}, error: {Bad: {why: no}}}}
"""
    (found,) = of(tmp_path, text).operations
    assert [call.error for call in found.calls] == ["Bad"]
    assert [exchange.answer.ok for exchange in found.calls[0].exchanges] == [False] * 3
    assert found.failures[0].statuses["rest"] == "404 Not Found"


def test_what_is_shown_of_an_operation_does_not_depend_on_the_others(tmp_path: Path) -> None:
    whole = of(tmp_path, synthetic(1))
    for found in whole.operations:
        assert of(tmp_path, synthetic(1), operations=[found.name]).operations == (found,)
