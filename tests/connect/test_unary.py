"""Unary calls of Connect, byte by byte: POST and GET, in JSON and in protobuf."""

import asyncio
import base64
import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from generated.products.connect.server import create_app
from generator.runtime.http.cors import Cors
from tests.behaviour.services.products import ProductList
from tests.connect.raw import Told, ask

SERVICE = "/test.notes.v1.NotesService/"
JSON = {"content-type": "application/json"}
PROTO = {"content-type": "application/proto"}
NOTE = {"id": "1", "text": "a", "size": "9007199254740993", "colour": "COLOUR_RED"}
NO_NOTE = {"metadata": {"noteId": "2"}, "reason": "NOTE_NOT_FOUND", "domain": "test.notes.v1"}

Apps = Callable[..., Any]


def asked(app: Any, rpc: str, body: bytes = b"{}", headers: Any = None, **more: Any) -> Told:
    return asyncio.run(ask(app, SERVICE + rpc, body, JSON if headers is None else headers, **more))


def get(app: Any, rpc: str, query: str, headers: Any = None, method: str = "GET") -> Told:
    return asked(app, f"{rpc}?{query}", b"", headers or {}, method=method)


def test_a_post_of_json_is_answered_with_protobufs_json(app: Apps) -> None:
    told = asked(app(), "GetNote", b'{"noteId": "1"}')
    assert (told.status, told.headers["content-type"]) == (200, "application/json")
    assert json.loads(told.body) == {"note": NOTE}


def test_json_has_its_members_in_the_order_of_the_contract() -> None:
    body = b'{"name": "Hat", "price": "9", "category": "CATEGORY_CLOTHES", "tags": ["new"]}'
    path = "/shop.products.v1.ProductsService/AddProduct"
    told = asyncio.run(ask(create_app(ProductList()), path, body, JSON))
    members = [*json.loads(told.body)["product"]]
    assert members == ["id", "name", "price", "category", "tags", "createdAt"]


def test_a_post_of_protobuf_is_answered_in_protobuf(app: Apps) -> None:
    told = asked(app(), "GetNote", b"\x0a\x011", PROTO)
    assert (told.status, told.headers["content-type"]) == (200, "application/proto")
    assert told.body.startswith(b"\x0a")


def test_a_charset_beside_the_media_type_does_no_harm(app: Apps) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert asked(app(), "GetNote", b'{"noteId": "1"}', headers).status == 200


def test_a_declared_error_has_its_status_its_code_and_details_in_two_forms(app: Apps) -> None:
    told = asked(app(), "GetNote", b'{"noteId": "2"}')
    assert (told.status, told.headers["content-type"]) == (404, "application/json")
    error = json.loads(told.body)
    assert (error["code"], error["message"]) == ("not_found", "There is no such note.")
    info, own = error["details"]
    assert (info["type"], info["debug"]) == ("google.rpc.ErrorInfo", NO_NOTE)
    assert (own["type"], own["debug"]) == ("test.notes.v1.NoteNotFound", {"noteId": "2"})
    assert own["value"] == base64.b64encode(b"\x0a\x012").decode().rstrip("=")


def test_invalid_input_says_what_is_wrong_where(app: Apps) -> None:
    told = asked(app(), "AddNote", b'{"text": "", "size": "x", "colour": "COLOUR_PINK"}')
    assert told.status == 400
    error = json.loads(told.body)
    (details,) = error["details"]
    fields = {found["field"] for found in details["debug"]["fieldViolations"]}
    assert (error["code"], fields) == ("invalid_argument", {"text", "size", "colour"})


def test_a_violation_within_a_union_is_told_at_the_branch_that_was_sent(app: Apps) -> None:
    told = asked(app(), "Draw", b'{"shape": {"square": {"side": 0}}}')
    (details,) = json.loads(told.body)["details"]
    (found,) = details["debug"]["fieldViolations"]
    assert found["field"] == "shape.square.side"


def test_what_nobody_declared_is_internal_without_its_text(app: Apps) -> None:
    told = asked(app(), "AddNote", b'{"text": "crash"}')
    assert told.status == 500
    assert json.loads(told.body)["code"] == "internal"
    assert b"secret" not in told.body


def test_an_error_of_a_full_server_is_429(app: Apps) -> None:
    assert asked(app(), "AddNote", b'{"text": "full"}').status == 429


def test_a_tag_is_a_trailer_of_a_post_and_a_header_of_a_get(app: Apps) -> None:
    posted = asked(app(), "GetNote", b'{"noteId": "1"}')
    assert "etag" not in posted.headers and "cache-control" not in posted.headers
    tag = posted.headers["trailer-etag"]
    got = get(app(), "GetNote", f"encoding=json&message={quote(json.dumps({'noteId': '1'}))}")
    assert (got.status, got.headers["etag"], got.headers["trailer-etag"]) == (200, tag, tag)
    assert got.headers["cache-control"] == "public, max-age=60"
    assert json.loads(got.body) == {"note": NOTE}


def test_a_get_of_what_is_known_already_is_304(app: Apps) -> None:
    query = f"connect=v1&encoding=json&message={quote(json.dumps({'noteId': '1'}))}"
    tag = get(app(), "GetNote", query).headers["etag"]
    told = get(app(), "GetNote", query, {"if-none-match": tag})
    assert (told.status, told.body, told.headers["etag"]) == (304, b"", tag)
    assert told.headers["cache-control"] == "public, max-age=60"
    other = get(app(), "GetNote", query, {"if-none-match": '"other"'})
    assert other.status == 200


def test_a_post_of_what_is_known_already_fails_as_in_grpc(app: Apps) -> None:
    tag = asked(app(), "GetNote", b'{"noteId": "1"}').headers["trailer-etag"]
    told = asked(app(), "GetNote", b'{"noteId": "1"}', {**JSON, "if-none-match": tag})
    error = json.loads(told.body)
    assert (told.status, error["code"]) == (400, "failed_precondition")
    assert error["details"][0]["debug"]["reason"] == "NOT_MODIFIED"


def test_a_head_is_a_get_without_the_body(app: Apps) -> None:
    query = "encoding=json&message=%7B%22noteId%22%3A%221%22%7D"
    whole = get(app(), "GetNote", query)
    told = get(app(), "GetNote", query, method="HEAD")
    assert (told.status, told.body, told.headers) == (200, b"", whole.headers)


@pytest.mark.parametrize("padding", ["", "%3D"])
def test_the_message_of_a_get_may_be_base64_with_padding_or_without(
    app: Apps, padding: str
) -> None:
    text = base64.urlsafe_b64encode(b'{"noteId":"1"} ').decode().rstrip("=")
    query = f"message={text}{padding * (-len(text) % 4)}&base64=1&unknown=x&encoding=json"
    assert json.loads(get(app(), "GetNote", query).body) == {"note": NOTE}


def test_the_message_of_a_get_may_be_compressed(app: Apps) -> None:
    data = base64.urlsafe_b64encode(gzip.compress(b'{"noteId":"1"}')).decode()
    query = f"encoding=json&base64=1&compression=gzip&message={quote(data)}"
    assert get(app(), "GetNote", query).status == 200


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("message=%7B%7D", 400, "invalid_argument"),
        ("encoding=json", 400, "invalid_argument"),
        ("encoding=json&message=%7B%7D&connect=v2", 400, "invalid_argument"),
        ("encoding=json&message=%21&base64=1", 400, "invalid_argument"),
        ("encoding=json&message=%7B%7D&compression=br", 501, "unimplemented"),
        ("encoding=json&message=%ff", 400, "invalid_argument"),
    ],
)
def test_a_query_that_is_no_call_is_told_so(app: Apps, query: str, status: int, code: str) -> None:
    told = get(app(), "GetNote", query)
    assert (told.status, json.loads(told.body)["code"]) == (status, code)


def test_what_http_settles_has_the_status_of_http_alone(app: Apps) -> None:
    made = app()
    query = "encoding=xml&message="
    assert get(made, "GetNote", query).status == 415
    assert asked(made, "GetNote", b"", {"content-type": "image/jpeg"}).status == 415
    assert asked(made, "Nothing").status == 404
    refused = get(made, "AddNote", "encoding=json&message=%7B%7D")
    assert (refused.status, refused.headers["allow"]) == (405, "OPTIONS, POST")
    options = get(made, "GetNote", "", method="OPTIONS")
    assert (options.status, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert asked(made, "GetNote", b"{}", {**JSON, "host": "a"}, method="DELETE").status == 405


def test_an_app_that_is_mounted_below_a_path_is_found_there(app: Apps) -> None:
    made = app()
    body = b'{"noteId": "1"}'
    told = asyncio.run(ask(made, f"/api{SERVICE}GetNote", body, JSON, root_path="/api"))
    assert told.status == 200
    assert made.claims(f"{SERVICE}GetNote") and made.claims(SERVICE[:-1], below=True)
    assert not made.claims("/elsewhere", below=True)


def test_a_compressed_body_is_taken_up_to_the_limit_of_what_it_becomes(app: Apps) -> None:
    made = app(max_body_size=5000)
    headers = {**JSON, "content-encoding": "gzip"}
    told = asked(made, "AddNote", gzip.compress(b'{"text": "hi"}'), headers)
    assert json.loads(told.body)["note"]["text"] == "hi"
    bomb = gzip.compress(b'{"text": "%b"}' % (b"a" * 50_000_000))
    told = asked(made, "AddNote", bomb, headers)
    assert (told.status, json.loads(told.body)["code"]) == (429, "resource_exhausted")
    told = asked(made, "AddNote", b"", headers)  # nothing is never compressed
    assert json.loads(told.body)["code"] == "invalid_argument"
    told = asked(made, "AddNote", b"{}", {**JSON, "content-encoding": "br"})
    assert (told.status, json.loads(told.body)["code"]) == (501, "unimplemented")
    assert "gzip" in json.loads(told.body)["message"]


def test_an_answer_is_compressed_for_those_who_take_it_so(app: Apps) -> None:
    made, body = app(compress=True), json.dumps({"text": "a" * 5000}).encode()
    told = asked(made, "AddNote", body, {**JSON, "accept-encoding": "br, gzip"})
    assert told.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(told.body))["note"]["text"] == "a" * 5000
    assert "content-encoding" not in asked(made, "AddNote", body).headers
    proto = b"\x0a\x88\x27" + b"a" * 5000
    told = asked(made, "AddNote", proto, {**PROTO, "accept-encoding": "gzip"})
    assert told.headers["content-encoding"] == "gzip"


def test_the_time_that_a_caller_waits_ends_the_call(app: Apps) -> None:
    headers = {**JSON, "connect-timeout-ms": "20"}
    told = asked(app(), "Wait", b'{"seconds": 30}', headers)
    assert (told.status, json.loads(told.body)["code"]) == (504, "deadline_exceeded")
    told = asked(app(), "Wait", b'{"seconds": 0}', {**JSON, "connect-timeout-ms": "soon"})
    assert (told.status, json.loads(told.body)["code"]) == (400, "invalid_argument")


def test_the_service_sees_headers_as_metadata_of_grpc(app: Apps, service: Any) -> None:
    raw = base64.b64encode(b"\xff\x00\x01\x02").decode()
    headers = {**JSON, "x-text": "hi", "x-raw-bin": raw.rstrip("="), "idempotency-key": "k"}
    asked(app(), "AddNote", b'{"text": "a"}', headers)
    call = service.heard
    assert (call.style, call.headers["x-text"]) == ("connect", "hi")
    assert call.headers["x-raw-bin"] == raw
    assert call.idempotency_key == "k"


def test_who_calls_is_asked_before_the_body_is_read(app: Apps) -> None:
    unread = {**JSON, "content-length": "99999999999", "content-encoding": "br"}
    told = asked(app(), "Whoami", b"{}", unread)
    assert (told.status, json.loads(told.body)["code"]) == (401, "unauthenticated")
    assert told.headers["www-authenticate"].startswith("Bearer")
    told = asked(app(), "Whoami", b"{}", {**JSON, "authorization": "Bearer ada"})
    assert json.loads(told.body) == {"name": "ada"}
    query = "encoding=json&message=%7B%7D"
    told = get(app(), "Whoami", query, {"authorization": "Bearer ada"})
    assert json.loads(told.body) == {"name": "ada"}


def test_hooks_see_the_call_and_its_refusal(app: Apps) -> None:
    seen: list[Any] = []

    async def hook(call: Any, proceed: Any) -> Any:
        seen.append(call)
        return await proceed()

    told = asked(app(hooks=[hook]), "Whoami", b"{}")
    (call,) = seen
    assert (told.status, call.status, call.wire.name) == (401, 401, SERVICE[1:] + "Whoami")


def test_a_call_whose_client_goes_away_is_cancelled(app: Apps, service: Any) -> None:
    async def leave() -> bool:
        body = b'{"seconds": 30}'
        gone = asyncio.Event()
        unread: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if unread:
                return unread.pop()
            await asyncio.sleep(0)
            gone.set()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            raise AssertionError(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": f"{SERVICE}Wait",
            "query_string": b"",
            "headers": [(b"content-type", b"application/json")],
        }
        await asyncio.wait_for(app()(scope, receive, send), 30)
        return service.ended.is_set()

    assert asyncio.run(leave())


def test_a_web_page_may_read_the_trailers_of_a_call(app: Apps) -> None:
    made = app(cors=Cors(origins=["https://shop.example"]))
    headers = {**JSON, "origin": "https://shop.example"}
    told = asked(made, "GetNote", b'{"noteId": "1"}', headers)
    exposed = told.headers["access-control-expose-headers"].lower()
    assert {"grpc-status", "grpc-message", "trailer-etag", "etag"} <= {*exposed.split(", ")}


def test_a_server_that_stops_says_so_and_when_to_come_again(app: Apps) -> None:
    made = app()
    made.end_calls()
    told = asked(made, "Wait", b'{"seconds": 1}')
    assert (told.status, json.loads(told.body)["code"]) == (503, "unavailable")
    assert told.headers["retry-after"] == "1"
