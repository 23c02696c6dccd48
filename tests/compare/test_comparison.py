"""What a comparison says: true for every contract, the same every time."""

import dataclasses
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.building.trial import prepare
from generator.compare.sideways.assemble import compare
from generator.compare.sideways.comparison import ComparedCall, Comparison, OperationComparison
from generator.diagnostics import Problems
from generator.styles import registry
from generator.styles.style import Reach
from tests.bench.synthetic import contract as synthetic

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
PLACEHOLDER = re.compile(r"YOUR_|VVNFUjpQQVNTV09SRA==")  # a token, a key, or user and password
NAMES = sorted(path.stem for path in CONTRACTS.glob("*.yaml"))


@cache
def compared(name: str) -> Comparison:
    problems = Problems()
    trial = prepare(CONTRACTS / f"{name}.yaml", CONTRACTS.parent, problems)
    assert trial is not None, list(problems)
    return compare(trial)


def of(folder: Path, text: str, **options: list[str]) -> Comparison:
    (folder / "made.yaml").write_text(text)
    problems = Problems()
    trial = prepare(folder / "made.yaml", folder, problems, options.get("styles"))
    assert trial is not None, list(problems)
    return compare(trial, options.get("operations"))


def operation(name: str, operation: str) -> OperationComparison:
    return next(found for found in compared(name).operations if found.name == operation)


def includes(by_style: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    """Whether all that is expected is so; a style that is not named here may say anything."""
    return {style: by_style[style] for style in expected} == expected


def requests(call: ComparedCall) -> dict[str, str]:
    return {exchange.style: exchange.request.start for exchange in call.exchanges}


@pytest.mark.parametrize("name", NAMES)
def test_every_call_ends_as_its_example_says(name: str) -> None:
    calls = [(o.name, call) for o in compared(name).operations for call in o.calls]
    assert calls
    wrong = [
        (operation, call.example, exchange.style, exchange.answer.status)
        for operation, call in calls
        for exchange in call.exchanges
        if exchange.answer is not None and exchange.answer.ok != (not call.error)
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
    assert includes(
        {one.style: one.status for one in add.styles},
        {"rest": "201 Created", "grpc": "OK (0)", "jsonrpc": "a result (200 OK)"},
    )


def test_the_bytes_of_a_message_are_those_of_protobuf() -> None:
    exchanges = operation("products", "GetProduct").calls[0].exchanges
    grpc = next(exchange for exchange in exchanges if exchange.style == "grpc")
    assert grpc.request.body == bytes([0x0A, 0x03]) + b"123"  # field 1, length 3
    assert grpc.request.text == 'product_id: "123"\n'


def test_failures_arrive_as_each_style_has_them() -> None:
    failures = {f.name: f for f in operation("accounts", "TransferMoney").failures}
    assert includes(
        failures["InsufficientFunds"].statuses,
        {
            "rest": "409 Conflict",
            "grpc": "FAILED_PRECONDITION (9)",
            "jsonrpc": "error 9 (200 OK)",
        },
    )
    assert includes(
        failures["invalid input"].statuses,
        {
            "rest": "400 Bad Request",
            "grpc": "INVALID_ARGUMENT (3)",
            "jsonrpc": "error -32602 (200 OK)",
        },
    )
    assert includes(
        failures["not signed in"].statuses,
        {
            "rest": "401 Unauthorized",
            "grpc": "UNAUTHENTICATED (16)",
            "jsonrpc": "error 16 (401 Unauthorized)",
        },
    )


def test_an_example_that_fails_shows_the_error_with_its_fields() -> None:
    call = next(c for c in operation("products", "GetProduct").calls if c.error)
    answers = {exchange.style: exchange.answer for exchange in call.exchanges}
    assert call.error == "ProductNotFound"
    assert answers["rest"].status == "404 Not Found"
    # The id as a text of its own: in quotes, in quotes within a text, or in an element.
    assert all(re.search(r'[">]999[\\"<]', answer.text) for answer in answers.values())


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
    assert includes(
        read["not changed"],
        {
            "rest": "304 Not Modified",
            "grpc": "FAILED_PRECONDITION (9)",
            "jsonrpc": "error 9 (200 OK)",
        },
    )


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
    assert includes(
        seen, {"rest": (True, False), "grpc": (False, False), "jsonrpc": (False, False)}
    )
    assert includes(
        {one.style: one.facts.safe.reach for one in found.styles},
        {"rest": Reach.ANYBODY, "grpc": Reach.CLIENT, "jsonrpc": Reach.CLIENT},
    )


def test_a_safe_operation_behind_a_post_is_not_seen_to_be_safe() -> None:
    check = operation("accounts", "CheckFraud")
    assert check.safe
    posts = {one.style for one in check.calls[0].exchanges if one.request.start.startswith("POST")}
    assert "rest" in posts
    seen = {one.style: one.facts.safe.why for one in check.styles if one.facts.safe.holds}
    # Unless the same operation can be called by GET, too.
    assert all("called by GET" in seen[style] for style in posts & seen.keys())


def test_a_websocket_is_no_get_that_a_cache_may_answer() -> None:
    rest = operation("cameras", "SteerCamera").styles[0].facts
    assert (rest.safe.holds, rest.idempotent.holds, rest.cacheable.holds) == (False, False, False)
    assert rest.streamable is not None
    assert rest.streamable.holds


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_of_streams_where_the_contract_declares_none(name: str) -> None:
    for found in compared(name).operations:
        told = [one.facts.streamable is not None for one in found.styles]
        assert told == [bool(found.streams)] * len(found.styles), found.name


@pytest.mark.parametrize("name", NAMES)
def test_no_shared_cache_is_said_to_keep_what_needs_credentials(name: str) -> None:
    for found in compared(name).operations:
        shared = [one.facts.cacheable for one in found.styles if one.facts.cacheable.holds]
        for trait in shared:
            assert not found.auth or "shared caches may keep" in trait.why, found.name
            assert "max_age" in trait.why or found.cache_seconds, found.name


def test_what_is_said_of_caches_is_what_the_header_says(tmp_path: Path) -> None:
    text = """\
contract: a.v1
title: A
version: 1.0.0
auth: {who: {scheme: bearer}}
operations:
  Mine:   {safe: true, rest: GET /mine, auth: who, output: {x: string}, cache: {max_age: 60s}}
  Shared:
    safe: true
    rest: GET /shared
    auth: who
    output: {x: string}
    cache: {max_age: 60s, public: true}
  Open:   {safe: true, rest: GET /open, output: {x: string}, cache: {max_age: 60s}}
"""
    said = {}
    for found in of(tmp_path, text).operations:
        header = dict(found.calls[0].exchanges[0].answer.headers)["cache-control"]
        said[found.name] = header.partition(",")[0], found.styles[0].facts.cacheable.reach
    assert said == {
        "Mine": ("private", Reach.CLIENT),
        "Shared": ("public", Reach.ANYBODY),
        "Open": ("public", Reach.ANYBODY),
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_needs_credentials_is_shown_with_them(name: str) -> None:
    for found in compared(name).operations:
        for call in found.calls:
            for exchange in filter(lambda one: one.request is not None, call.exchanges):
                sent = f"{exchange.request.start} {exchange.request.headers}"
                assert bool(PLACEHOLDER.search(sent)) == bool(found.auth), found.name
                assert bool(PLACEHOLDER.search(exchange.command)) == bool(found.auth)


@pytest.mark.parametrize(
    ("scheme", "header", "query"),
    [
        ("{scheme: bearer}", ("authorization", "Bearer YOUR_TOKEN"), ""),
        ("{scheme: basic}", ("authorization", "Basic VVNFUjpQQVNTV09SRA=="), ""),
        ("{scheme: api_key, header: X-Key}", ("x-key", "YOUR_KEY"), ""),
        ("{scheme: api_key, cookie: session}", ("cookie", "session=YOUR_KEY"), ""),
        ("{scheme: api_key, query: key}", None, "key=YOUR_KEY"),
    ],
)
def test_credentials_are_where_the_scheme_has_them(
    tmp_path: Path, scheme: str, header: tuple[str, str] | None, query: str
) -> None:
    text = f"""\
contract: a.v1
title: A
version: 1.0.0
auth: {{who: {scheme}}}
operations:
  Do: {{auth: who, input: {{name: string}}}}
"""
    requests = {
        exchange.style: exchange.request
        for exchange in of(tmp_path, text).operations[0].calls[0].exchanges
    }
    assert (query in requests["rest"].start) == bool(query) or not query
    assert (f"?{query}" in requests["jsonrpc"].start) == bool(query)
    if header is None:
        assert ("key", "YOUR_KEY") in requests["grpc"].headers
    else:
        assert all(header in request.headers for request in requests.values())


def test_credentials_that_are_needed_together_are_sent_together(tmp_path: Path) -> None:
    text = """\
contract: a.v1
title: A
version: 1.0.0
auth:
  token: {scheme: bearer}
  key: {scheme: api_key, header: X-Key}
  visit: {scheme: api_key, cookie: visit}
  other: {scheme: api_key, cookie: other}
operations:
  Do: {auth: [[{token: [do]}, key, visit, other], key]}
"""
    found = of(tmp_path, text).operations[0]
    assert found.auth == ("token (do) and key and visit and other", "key")
    for exchange in found.calls[0].exchanges:
        sent = dict(exchange.request.headers)
        assert sent["authorization"] == "Bearer YOUR_TOKEN"
        assert sent["x-key"] == "YOUR_KEY"
        assert sent["cookie"] == "visit=YOUR_KEY; other=YOUR_KEY"


@pytest.mark.parametrize("name", NAMES)
def test_a_list_is_shown_with_several_items(name: str) -> None:
    for found in compared(name).operations:
        if found.is_list:
            answer = found.calls[0].exchanges[0].answer
            items = next(v for v in json.loads(answer.body).values() if isinstance(v, list))
            assert len(items) >= 3, found.name
            assert len({json.dumps(item) for item in items}) == len(items)


def test_a_binary_answer_is_a_picture_of_a_real_size_shown_shortened() -> None:
    answers = [one.answer for one in operation("cameras", "TakePicture").calls[0].exchanges]
    assert answers[0].body.startswith(b"\xff\xd8\xff")
    assert all(20_000 < len(answer.body) < 80_000 for answer in answers)  # some hold it twice
    assert all(len(answer.text) < 500 and " more)" in answer.text for answer in answers)


def test_what_is_read_without_an_example_is_an_item_of_the_store(tmp_path: Path) -> None:
    text = """\
contract: a.v1
title: A
version: 1.0.0
types: {Note: {fields: {id: {type: string, read_only: true}, text: string}}}
resources: {Note: {key: id}}
operations: {GetNote: {get: Note}, ListNotes: {list: Note}, UpdateNote: {update: Note}}
"""
    get, listed, update = of(tmp_path, text).operations
    read = json.loads(get.calls[0].exchanges[0].answer.body)
    assert get.calls[0].exchanges[0].request.start == f"GET /notes/{read['id']}"
    found = json.loads(listed.calls[0].exchanges[0].answer.body)["notes"]
    assert read in found
    assert [note["id"] for note in found] == ["123", "124", "125"]
    assert update.calls[0].exchanges[0].answer.ok


def test_the_outline_spells_types_as_the_contract_does() -> None:
    types = {found.name: found for found in compared("accounts").types}
    members = {one.name: (one.type, one.rules) for one in types["Account"].members}
    assert members["iban"] == ("Iban", "immutable")
    assert members["overdraft"] == ("decimal", "≥ 0, default 0.00")
    assert types["Iban"].kind == "string, 15 to 34 characters, has a pattern"
    assert not {name for name in types if name.endswith(("Input", "Request", "Page"))}


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
    assert not any(exchange.answer.ok for exchange in found.calls[0].exchanges)
    assert found.failures[0].statuses["rest"] == "404 Not Found"


def test_what_is_shown_of_an_operation_does_not_depend_on_the_others(tmp_path: Path) -> None:
    whole = of(tmp_path, synthetic(1))
    for found in whole.operations:
        assert of(tmp_path, synthetic(1), operations=[found.name]).operations == (found,)
