"""What HTTP asks of the JSON-RPC server, whatever the messages say."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

CALL = {"jsonrpc": "2.0", "method": "add", "params": [1, 2], "id": 1}


def test_a_call_is_answered_with_200_and_json(post: Callable[..., Any]) -> None:
    answer = post(CALL)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.json == {"jsonrpc": "2.0", "result": 3, "id": 1}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_are_refused_with_the_complete_allow(
    post: Callable[..., Any], method: str
) -> None:
    answer = post(CALL, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "OPTIONS, POST")


def test_an_answer_to_head_has_no_body(post: Callable[..., Any]) -> None:
    answer = post(b"", method="HEAD")
    assert (answer.body, int(answer.headers["content-length"]) > 0) == (b"", True)


def test_options_says_what_is_allowed(post: Callable[..., Any]) -> None:
    answer = post(b"", method="OPTIONS")
    assert (answer.status, answer.headers["allow"], answer.body) == (204, "OPTIONS, POST", b"")


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_what_a_browser_sends_unasked_is_refused(
    post: Callable[..., Any], content_type: str | None
) -> None:
    answer = post(CALL, content_type=content_type)
    assert (answer.status, answer.headers["accept"]) == (415, "application/json")


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON", "application/json-rpc"]
)
def test_every_name_of_json_rpc_is_taken(post: Callable[..., Any], content_type: str) -> None:
    assert post(CALL, content_type=content_type).json["result"] == 3


def test_an_encoded_body_is_refused(post: Callable[..., Any]) -> None:
    answer = post(CALL, headers=[("content-encoding", "gzip")])
    assert (answer.status, answer.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("", 200),
        ("application/*", 200),
        ("text/html, application/json;q=0.5", 200),
        ("application/json;q=0.001", 200),
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("application/json; q=0.000, text/html", 406),
    ],
)
def test_an_answer_that_the_caller_cannot_read_is_406(
    post: Callable[..., Any], accept: str, status: int
) -> None:
    assert post(CALL, headers=[("accept", accept)]).status == status


def test_repeated_accept_headers_count_together(post: Callable[..., Any]) -> None:
    accepting = [("accept", "application/json"), ("accept", "text/html")]
    assert post(CALL, headers=accepting).status == 200


def test_a_body_over_the_limit_is_413(post: Callable[..., Any]) -> None:
    answer = post(b" " * 1001)
    assert answer.status == 413
    assert answer.json["error"]["message"] == "Content Too Large"


def test_a_body_of_the_limit_is_read(post: Callable[..., Any]) -> None:
    assert post(b" " * 1000).json["error"]["code"] == -32700


@pytest.mark.parametrize(
    ("path", "root_path", "status"),
    [
        ("/", "", 200),
        ("/jsonrpc", "", 200),
        ("/jsonrpc/", "", 200),
        ("/jsonrpc", "/jsonrpc", 200),
        ("/api/jsonrpc", "/api", 200),
        ("/api", "/api", 200),
        ("/products", "", 404),
        ("/jsonrpc/products", "/jsonrpc", 404),
    ],
)
def test_it_answers_where_it_is_mounted_and_at_jsonrpc_below(
    post: Callable[..., Any], path: str, root_path: str, status: int
) -> None:
    assert post(CALL, path=path, root_path=root_path).status == status


def test_a_refusal_holds_an_error_object_too(post: Callable[..., Any]) -> None:
    answer = post(CALL, content_type="text/plain")
    assert answer.json == {
        "jsonrpc": "2.0",
        "error": {"code": -32600, "message": "Unsupported Media Type"},
        "id": None,
    }


def test_the_lifespan_protocol_is_answered(app: Any) -> None:
    arriving = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    sent: list[str] = []

    async def receive() -> Any:
        return next(arriving)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(app({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_websocket_is_closed(app: Any) -> None:
    sent: list[str] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(app({"type": "websocket"}, receive, send))
    assert sent == ["websocket.close"]
