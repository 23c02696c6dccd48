"""What the MCP clients write, and what they make of answers: ours and foreign ones."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from generated._support import (
    Bearer,
    CallOptions,
    Code,
    InvalidArgument,
    ServiceError,
)
from generated._support.auth.sending import Authorized, carried
from generated._support.http.message import HttpResponse
from generated._support.mcp.codec import McpCodec
from generated._support.mcp.requests import McpRequest, Message, header_value
from generated._support.mcp.session import Talk, step
from generated._support.mcp.tool import Tools
from generated.products import Category, ProductExists, operations
from generated.products.mcp.binding import TOOLS
from generated.products.mcp.client import Client

NO_OPTIONS = CallOptions()
SHOES = {"name": "Clogs", "price": Decimal(9), "category": Category.SHOES}
PRODUCT = {
    "id": "1",
    "name": "Clogs",
    "price": "9.00",
    "category": "Shoes",
    "tags": [],
    "createdAt": "2026-11-30T02:00:00Z",
}
EVENTS = {"content-type": "text/event-stream"}


@pytest.fixture
def codec() -> McpCodec:
    return Client.codec()


def encoded(codec: McpCodec, options: CallOptions = NO_OPTIONS) -> McpRequest:
    return codec.encode(operations.ADD_PRODUCT, SHOES, options)


def respond(body: object, *, status: int = 200, **headers: str) -> HttpResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpResponse(status=status, headers=headers, body=content)


def result(structured: object = PRODUCT, **more: object) -> dict[str, Any]:
    content = [{"type": "text", "text": "{}"}]
    found = {"content": content, "structuredContent": structured, "resultType": "complete", **more}
    return {"jsonrpc": "2.0", "id": 1, "result": found}


def failed(text: str) -> dict[str, Any]:
    found = {"content": [{"type": "text", "text": text}], "isError": True}
    return {"jsonrpc": "2.0", "id": 1, "result": found}


def error(code: int, message: str = "", data: object = None) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "error": {"code": code, "message": message, "data": data}}


def raised(codec: McpCodec, response: HttpResponse) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        codec.decode(operations.ADD_PRODUCT, response, encoded(codec))
    return caught.value


# What it writes


def test_what_the_contract_keeps_from_agents_is_refused_with_the_reason() -> None:
    codec = McpCodec(Tools())
    with pytest.raises(ServiceError, match=r"^GetProduct is no tool: ") as caught:
        codec.encode(operations.GET_PRODUCT, {"product_id": "1"}, NO_OPTIONS)
    assert caught.value.code is Code.UNIMPLEMENTED


def test_a_call_says_all_about_itself_and_its_headers_repeat_it(codec: McpCodec) -> None:
    request = encoded(codec)
    assert (request.method, request.path) == ("POST", "/mcp")
    assert request.headers == {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "tools/call",
        "mcp-name": "add_product",
    }
    assert json.loads(request.body or b"") == {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {
            "name": "add_product",
            "arguments": {"name": "Clogs", "price": "9", "category": "Shoes"},
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientInfo": {"name": "diptych", "version": "1"},
                "io.modelcontextprotocol/clientCapabilities": {},
            },
        },
    }


def test_what_a_caller_adds_goes_into_headers_and_the_trace_into_meta_too(codec: McpCodec) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"
    headers = {"Traceparent": trace, "X-Tenant": "t"}
    options = CallOptions(headers=headers, idempotency_key="k", if_match='"1"')
    request = encoded(codec, options)
    told = {"traceparent": trace, "x-tenant": "t", "idempotency-key": "k", "if-match": '"1"'}
    assert told.items() <= request.headers.items()
    meta = json.loads(request.body or b"")["params"]["_meta"]
    assert meta["traceparent"] == trace
    assert "x-tenant" not in meta


def test_over_stdio_meta_has_what_headers_say_but_no_credentials() -> None:
    codec = McpCodec(TOOLS, piped=True)
    given = carried([])
    options = Authorized(idempotency_key="k", headers={"X-Tenant": "t"}, carried=given)
    message = encoded(codec, options).message
    params = json.loads(codec.session.over_stdio(message, 1.5))["params"]
    own = {name: text for name, text in params["_meta"].items() if "/" not in name}
    assert own == {"idempotency-key": "k", "x-tenant": "t", "request-timeout-ms": "1500"}


def test_each_message_is_one_line_over_stdio(codec: McpCodec) -> None:
    values = {**SHOES, "name": "a\nb\u2028c"}
    message = codec.encode(operations.ADD_PRODUCT, values, NO_OPTIONS).message
    line = codec.session.over_stdio(message, None)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("get_weather", "get_weather"),
        ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="),
        (" padded ", "=?base64?IHBhZGRlZCA=?="),
        ("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="),
    ],
)
def test_a_name_that_no_header_holds_goes_in_base64(text: str, value: str) -> None:
    assert header_value(text) == value  # the specification's own examples


# What it reads


def test_a_result_is_the_value(codec: McpCodec) -> None:
    added = codec.decode(operations.ADD_PRODUCT, respond(result()), encoded(codec))
    assert (added.id, added.price) == ("1", 9)


def test_an_answer_is_found_behind_notifications_and_requests(codec: McpCodec) -> None:
    messages = [
        {"jsonrpc": "2.0", "method": "notifications/progress", "params": {}},
        {"jsonrpc": "2.0", "id": 1, "method": "ping"},
        result(),
    ]
    events = "".join(f"event: message\r\ndata: {json.dumps(one)}\r\n\r\n" for one in messages)
    body = f": here\n\nid: 1\ndata:\n\n{events}".encode()
    response = HttpResponse(status=200, headers=EVENTS, body=body)
    added = codec.decode(operations.ADD_PRODUCT, response, encoded(codec))
    assert added.id == "1"


@pytest.mark.parametrize("body", [b"", b"data: {}\n", b": nothing\n\n", b"data: [\n\n"])
def test_a_stream_that_ends_without_an_answer_was_cut_off(codec: McpCodec, body: bytes) -> None:
    response = HttpResponse(status=200, headers=EVENTS, body=body)
    assert raised(codec, response).code is Code.UNAVAILABLE


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"[]",
        b"\xff",
        b'{"jsonrpc": "2.0", "id": 1}',
        {**result(), "id": 2},
        {**result(), "jsonrpc": "1.0"},
        result(resultType="later"),
        result(resultType=7),
        result(isError="no"),
        result({**PRODUCT, "price": "x"}),
        result([]),
        {"jsonrpc": "2.0", "id": 1, "result": {"content": []}},
        {"jsonrpc": "2.0", "id": 1, "result": {"content": 7, "isError": True}},
        b"[" * 100_000,
    ],
    ids=lambda answer: str(answer)[:60],
)
def test_what_is_no_answer_of_the_contract_is_internal(codec: McpCodec, answer: object) -> None:
    assert raised(codec, respond(answer)).code is Code.INTERNAL


def test_a_server_that_asks_for_more_input_is_not_served(codec: McpCodec) -> None:
    answer = result(resultType="input_required", inputRequests={})
    assert raised(codec, respond(answer)).code is Code.UNIMPLEMENTED


def test_a_declared_error_keeps_its_class_and_fields(codec: McpCodec) -> None:
    told = {"code": "already_exists", "error": "ProductExists", "fields": {"name": "Clogs"}}
    found = raised(codec, respond(failed(json.dumps({**told, "message": "There is one."}))))
    assert isinstance(found, ProductExists)
    assert (found.name, str(found)) == ("Clogs", "There is one.")


def test_violations_are_an_invalid_argument(codec: McpCodec) -> None:
    told = {"code": "invalid_argument", "violations": [{"pointer": "/name", "detail": "is no"}]}
    found = raised(codec, respond(failed(json.dumps({**told, "message": "Look."}))))
    assert isinstance(found, InvalidArgument)
    assert [(one.pointer, one.detail) for one in found.violations] == [("/name", "is no")]


FOREIGN = ["Sorry.", "{", '{"code": "no_such"}', "[1]", "7", '{"message": 7}']


@pytest.mark.parametrize("text", FOREIGN)
def test_the_text_of_a_foreign_error_is_its_message(codec: McpCodec, text: str) -> None:
    found = raised(codec, respond(failed(text)))
    assert (found.code, str(found)) == (Code.UNKNOWN, text)


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (error(-32602, "Unknown tool"), 400, Code.INVALID_ARGUMENT),
        (error(-32601), 404, Code.UNIMPLEMENTED),
        (error(-32603), 200, Code.INTERNAL),
        (error(-32020), 400, Code.INTERNAL),
        (error(-32022), 400, Code.UNIMPLEMENTED),
        (error(16, "", {"code": "unauthenticated"}), 401, Code.UNAUTHENTICATED),
        (error(7), 403, Code.PERMISSION_DENIED),
        (error(-32600), 413, Code.RESOURCE_EXHAUSTED),
        (error(-32600), 503, Code.UNAVAILABLE),
        (b"<html>", 502, Code.UNAVAILABLE),
        (b"", 404, Code.UNIMPLEMENTED),
        (result(), 500, Code.INTERNAL),
    ],
)
def test_error_objects_and_statuses_come_to_codes(
    codec: McpCodec, answer: object, status: int, code: Code
) -> None:
    assert raised(codec, respond(answer, status=status)).code is code


def test_an_error_without_an_id_is_that_of_the_call(codec: McpCodec) -> None:
    answer = error(-32700, "Parse error")
    del answer["id"]
    assert raised(codec, respond(answer, status=400)).code is Code.INVALID_ARGUMENT


# Which version a server speaks


def talked(talk: Talk | None, *answers: HttpResponse) -> Iterator[Message]:
    """The messages of a talk, each of which gets the next answer."""
    assert talk is not None
    given = iter(answers)
    answer: HttpResponse | None = None
    while (message := step(talk, answer)) is not None:
        yield message
        answer = next(given)


def begun(version: str = "2025-11-25", **headers: str) -> HttpResponse:
    body = {"jsonrpc": "2.0", "id": 1, "result": {"protocolVersion": version}}
    return HttpResponse(status=200, headers=headers, body=json.dumps(body).encode())


REFUSED = respond(b"Bad Request: no session", status=400)


def test_a_server_that_answers_is_asked_nothing_else(codec: McpCodec) -> None:
    request = encoded(codec)
    assert codec.session.again(request.message, respond(result())) is None
    # Nor is it taken for an older one later, whatever it refuses.
    assert codec.session.again(request.message, REFUSED) is None


@pytest.mark.parametrize("number", [-32020, -32021])
def test_a_stateless_server_that_refuses_is_believed(codec: McpCodec, number: int) -> None:
    response = respond(error(number), status=400)
    assert codec.session.again(encoded(codec).message, response) is None


@pytest.mark.parametrize("status", [401, 403, 408, 413, 429, 500, 503])
def test_a_status_that_says_nothing_of_versions_asks_nothing(codec: McpCodec, status: int) -> None:
    assert codec.session.again(encoded(codec).message, respond(b"", status=status)) is None


def test_a_server_that_knows_no_stateless_calls_gets_a_handshake(codec: McpCodec) -> None:
    session, request = codec.session, encoded(codec, CallOptions(headers={"X-A": "b"}))
    unknown = respond(error(-32601), status=200)
    hello = begun(**{"mcp-session-id": "s-1"})
    talk = session.again(request.message, REFUSED)
    messages = [*talked(talk, unknown, hello, respond(b"", status=202))]
    methods = [message.method for message in messages]
    assert methods == ["server/discover", "initialize", "notifications/initialized"]
    assert messages[2].id is None
    assert all(message.headers == {"x-a": "b"} for message in messages)
    later = session.over_http(request.message)
    assert later.headers["mcp-protocol-version"] == "2025-11-25"
    assert later.headers["mcp-session-id"] == "s-1"
    assert "mcp-name" not in later.headers
    assert "_meta" not in json.loads(later.body or b"")["params"]
    goodbye = session.goodbye()
    assert goodbye is not None
    assert (goodbye.method, goodbye.path) == ("DELETE", "/mcp")


def test_versions_that_a_refusal_names_choose_the_handshake(codec: McpCodec) -> None:
    named = error(-32022, "", {"supported": ["2025-06-18"]})
    response = respond(named, status=400)
    talk = codec.session.again(encoded(codec).message, response)
    [*_] = talked(talk, response, begun("2025-06-18"), respond(b"", status=202))
    assert codec.session.version == "2025-06-18"


def test_a_server_that_speaks_nothing_that_this_client_does_is_told(codec: McpCodec) -> None:
    named = respond(error(-32022, "", {"supported": ["2031-01-01"]}), status=400)
    talk = codec.session.again(encoded(codec).message, named)
    with pytest.raises(ServiceError, match=r"speaks MCP 2031-01-01; .* 2026-07-28") as caught:
        [*_] = talked(talk, named)
    assert caught.value.code is Code.UNIMPLEMENTED


def test_a_wrong_address_is_unimplemented_and_the_next_call_asks_again(codec: McpCodec) -> None:
    missing = respond(b"not here", status=404)
    talk = codec.session.again(encoded(codec).message, missing)
    with pytest.raises(ServiceError) as caught:
        [*_] = talked(talk, missing, missing)
    assert caught.value.code is Code.UNIMPLEMENTED
    assert codec.session.again(encoded(codec).message, missing) is not None


def test_a_lost_session_begins_again(codec: McpCodec) -> None:
    session, request = codec.session, encoded(codec)
    talk = session.again(request.message, REFUSED)
    hello = begun(**{"mcp-session-id": "s-1"})
    [*_] = talked(talk, REFUSED, hello, respond(b"", status=202))
    lost = session.again(request.message, respond(b"", status=404))
    hello = begun(**{"mcp-session-id": "s-2"})
    messages = [*talked(lost, hello, respond(b"", status=202))]
    assert [message.method for message in messages] == ["initialize", "notifications/initialized"]
    assert session.over_http(request.message).headers["mcp-session-id"] == "s-2"


def test_credentials_go_with_the_questions_too(codec: McpCodec) -> None:
    given = Bearer("t-ann")
    assert "t-ann" not in repr(given)
    headers = {"authorization": "Bearer t-ann"}
    request = encoded(codec, CallOptions(headers=headers))
    talk = codec.session.again(request.message, REFUSED)
    first = next(talked(talk, REFUSED))
    assert codec.session.over_http(first).headers["authorization"] == "Bearer t-ann"
