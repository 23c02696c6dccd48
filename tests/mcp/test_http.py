"""What an MCP server answers over HTTP: both eras, byte by byte."""

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from generated._support import Bearer, Principal
from generated.accounts.mcp.server import create_app as create_accounts
from tests.mcp.messages import META, call, headers_of, old, request

VERSIONS = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
Post = Callable[..., Any]


def test_a_result_is_structured_and_a_text_of_the_same(post: Post) -> None:
    answer = post(call("get_camera", {"cameraId": 1}))
    result = answer.json["result"]
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert result["structuredContent"]["serial"] == "CAM-0042"
    [content] = result["content"]
    assert json.loads(content["text"]) == result["structuredContent"]
    assert result["resultType"] == "complete"
    assert result["_meta"]["io.modelcontextprotocol/serverInfo"] == {
        "name": "devices.cameras.v1",
        "title": "Cameras",
        "version": "1.3.0",
    }
    assert "isError" not in result


def test_an_older_client_agrees_on_its_version_and_gets_none_of_the_new_members(raw: Post) -> None:
    for version in VERSIONS[1:]:
        answer = raw(old("initialize", {"protocolVersion": version})).json["result"]
        assert answer["protocolVersion"] == version
    unknown = raw(old("initialize", {"protocolVersion": "1900-01-01"})).json["result"]
    assert unknown["protocolVersion"] == "2025-11-25"
    assert (unknown["serverInfo"]["name"], unknown["capabilities"]) == (
        "devices.cameras.v1",
        {"tools": {}},
    )
    asked = old("tools/call", {"name": "get_camera", "arguments": {"cameraId": 1}})
    result = raw(asked, {"mcp-protocol-version": "2025-11-25"}).json["result"]
    assert {*result} == {"content", "structuredContent"}
    assert raw(old("ping")).json["result"] == {}


def test_the_server_tells_what_it_speaks(post: Post) -> None:
    result = post(request("server/discover")).json["result"]
    assert result["supportedVersions"] == VERSIONS
    assert result["capabilities"] == {"tools": {}}
    assert (result["ttlMs"], result["cacheScope"]) == (300000, "public")


def test_a_declared_error_is_a_result_without_structured_content(post: Post) -> None:
    answer = post(call("get_camera", {"cameraId": 7}))
    result = answer.json["result"]
    assert (answer.status, result["isError"]) == (200, True)
    assert "structuredContent" not in result
    assert json.loads(result["content"][0]["text"]) == {
        "message": "No such camera.",
        "code": "not_found",
        "error": "CameraNotFound",
        "fields": {"cameraId": 7},
    }


def test_invalid_arguments_show_all_their_violations(post: Post) -> None:
    result = post(call("watch_camera", {"cameraId": "x", "maxRate": 99, "more": 1})).json["result"]
    told = json.loads(result["content"][0]["text"])
    assert (result["isError"], told["code"]) == (True, "invalid_argument")
    assert {one["pointer"] for one in told["violations"]} == {"/cameraId", "/maxRate", "/more"}


def test_a_crash_tells_nothing(post: Post) -> None:
    answer = post(call("get_camera", {"cameraId": 8}))
    assert b"password" not in answer.body
    told = json.loads(answer.json["result"]["content"][0]["text"])
    assert (answer.status, told["code"]) == (200, "internal")


def test_an_image_is_one_for_agents_and_base64_for_programs(post: Post) -> None:
    result = post(call("take_picture", {"cameraId": 1})).json["result"]
    data = base64.b64encode(b"jpeg").decode()
    assert result["content"] == [{"type": "image", "data": data, "mimeType": "image/jpeg"}]
    assert result["structuredContent"] == {"result": data}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("mcp_protocol_version", "2025-11-25"),
        ("mcp_protocol_version", "2026-07-28, 2026-07-28"),
        ("mcp_method", "tools/list"),
        ("mcp_name", "take_picture"),
        ("mcp_name", "=?base64?!?="),
        ("mcp_name", "=?base64?/w==?="),
    ],
)
def test_headers_and_body_have_to_agree(post: Post, header: str, value: str) -> None:
    answer = post(call("get_camera", {"cameraId": 1}), **{header: value})
    assert (answer.status, answer.json["error"]["code"], answer.json["id"]) == (400, -32020, 1)


@pytest.mark.parametrize("header", ["mcp-protocol-version", "mcp-method", "mcp-name"])
def test_headers_have_to_be_there(raw: Post, header: str) -> None:
    message = call("get_camera", {"cameraId": 1})
    headers = headers_of(message)
    del headers[header]
    answer = raw(message, headers)
    assert (answer.status, answer.json["error"]["code"]) == (400, -32020)


def test_a_name_may_come_in_base64(post: Post) -> None:
    name = f"=?base64?{base64.b64encode(b'get_camera').decode()}?="
    assert post(call("get_camera", {"cameraId": 1}), mcp_name=name).status == 200


def test_another_version_is_told_which_are_spoken(post: Post, raw: Post) -> None:
    meta = {"io.modelcontextprotocol/protocolVersion": "2027-01-01"}
    new = post(request("tools/list", **meta), mcp_protocol_version="2027-01-01")
    older = raw(old("tools/list"), {"mcp-protocol-version": "2023-01-01"})
    for answer, requested in ((new, "2027-01-01"), (older, "2023-01-01")):
        assert (answer.status, answer.json["error"]["code"]) == (400, -32022)
        assert answer.json["error"]["data"] == {"supported": VERSIONS, "requested": requested}


def test_a_request_of_the_new_version_says_all_about_itself(raw: Post) -> None:
    answer = raw(old("tools/list"), {"mcp-protocol-version": "2026-07-28"})
    assert (answer.status, answer.json["error"]["code"]) == (400, -32602)
    version = "io.modelcontextprotocol/protocolVersion"
    message = old("tools/list", {"_meta": {version: META[version]}})
    answer = raw(message, headers_of(message))
    assert (answer.status, answer.json["error"]["code"]) == (400, -32602)


@pytest.mark.parametrize("method", ["resources/list", "initialize", "ping", "rpc.discover", ""])
def test_an_unknown_method_is_404_to_new_clients_alone(post: Post, raw: Post, method: str) -> None:
    answer = post(request(method))
    assert (answer.status, answer.json["error"]["code"]) == (404, -32601)
    if method not in {"initialize", "ping"}:
        answer = raw(old(method))
        assert (answer.status, answer.json["error"]["code"]) == (200, -32601)


def test_an_unknown_tool_is_an_error_of_the_protocol(post: Post, raw: Post) -> None:
    for name in ("nobody", "upload_frames", "GetCamera", ""):
        answer = post(call(name, {}))
        assert (answer.status, answer.json["error"]["code"]) == (400, -32602)
    answer = raw(old("tools/call", {"name": "nobody"}))
    assert (answer.status, answer.json["error"]["code"]) == (200, -32602)


def test_notifications_are_accepted_and_change_nothing(raw: Post) -> None:
    for method in ("notifications/initialized", "notifications/cancelled", "whatever"):
        answer = raw({"jsonrpc": "2.0", "method": method, "params": {"requestId": 1}})
        assert (answer.status, answer.body) == (202, b"")
    message = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    assert raw(message, {"mcp-protocol-version": "2023-01-01"}).status == 400


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "PUT"])
def test_there_is_no_session_to_open_or_to_end(raw: Post, method: str) -> None:
    answer = raw(b"", {"mcp-session-id": "1"}, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "OPTIONS, POST")
    assert "mcp-session-id" not in answer.headers


def test_what_http_refuses_has_an_error_object_without_an_id(raw: Post) -> None:
    for headers, status in (
        ({"content-type": "text/plain"}, 415),
        ({"accept": "text/html"}, 406),
        ({"content-encoding": "gzip"}, 415),
        ({"content-length": "100000000"}, 413),
        ({"origin": "https://evil.example"}, 403),
    ):
        answer = raw(old("ping"), headers)
        assert answer.status == status
        assert (answer.json["error"]["code"], "id" in answer.json) == (-32600, False)


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("http://localhost:3000", "hub.example", 200),
        ("http://127.0.0.1:3000", "hub.example", 200),
        ("http://[::1]:3000", "hub.example", 200),
        ("http://192.168.1.5:8000", "192.168.1.5:8000", 200),
        ("https://agent.example", "hub.example", 200),
        ("https://hub.cameras.example", "10.0.0.1", 200),
        # A page whose name is made to point here.
        ("http://hub.example", "hub.example", 403),
        ("http://192.168.1.5:8000", "192.168.1.5", 403),
        ("http://localhost.evil.example", "localhost", 403),
        ("http://127.0.0.1.evil.example", "127.0.0.1", 403),
        ("null", "hub.example", 403),
        ("http://[", "hub.example", 403),
        ("", "hub.example", 403),
    ],
)
def test_only_pages_that_are_known_may_call(
    hub: Any, send: Any, make: Any, origin: str, host: str, status: int
) -> None:
    app = make(hub, origins=["https://agent.example"], public_url="https://hub.cameras.example/v1")
    headers = {"origin": origin, "host": host}
    assert asyncio.run(send(app, old("ping"), headers)).status == status
    everybody = make(hub, origins=["*"])
    assert asyncio.run(send(everybody, old("ping"), headers)).status == 200


def test_origins_are_a_list(hub: Any, make: Any) -> None:
    with pytest.raises(TypeError, match="origins are a list"):
        make(hub, origins="https://agent.example")


def test_the_caller_of_a_call_is_asked_for_with_status_and_challenge(send: Any) -> None:
    async def authenticate(credentials: Any) -> Principal | None:
        found = credentials.only
        return Principal("ann") if isinstance(found, Bearer) and found.token == "ann" else None

    app = create_accounts(object(), authenticate=authenticate)
    listed = asyncio.run(send(app, old("tools/list"))).json["result"]["tools"]
    message = old("tools/call", {"name": listed[0]["name"], "arguments": {"surely": "wrong"}})
    answer = asyncio.run(send(app, message))
    assert answer.status == 401
    assert "Bearer" in answer.headers["www-authenticate"]
    assert answer.json["error"]["code"] == 16
    assert answer.json["error"]["data"]["code"] == "unauthenticated"
    assert b"surely" not in answer.body


def test_a_call_carries_what_headers_say_and_the_trace_of_its_meta(hub: Any, post: Post) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"
    message = call("get_camera", {"cameraId": 1}, traceparent=trace, tracestate="é")
    assert post(message, request_timeout_ms="5000", x_mine="1").status == 200
    assert hub.call.style == "mcp"
    assert hub.call.deadline is not None
    assert (hub.call.headers["traceparent"], hub.call.headers["x-mine"]) == (trace, "1")
    assert "tracestate" not in hub.call.headers


def test_who_goes_away_cancels_the_call(hub: Any, app: Any, send: Any) -> None:
    async def run() -> None:
        gone = asyncio.Event()
        message = call("watch_camera", {"cameraId": 0})
        work = asyncio.create_task(send(app, message, headers_of(message), gone=gone))
        async with asyncio.timeout(30):
            await hub.watched.wait()
            gone.set()
            assert (await work).status == 0
        assert hub.ended == 1

    asyncio.run(run())
