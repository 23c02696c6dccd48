"""What JSON-RPC 2.0 asks of the server: requests, notifications, batches, errors."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

Post = Callable[..., Any]


def call(method: str, params: Any = None, **more: Any) -> dict[str, Any]:
    message = {"jsonrpc": "2.0", "method": method, **more}
    return message if params is None else {**message, "params": params}


def error_of(answer: Any) -> Any:
    assert answer.status == 200
    return answer.json["error"]


@pytest.mark.parametrize(
    "params",
    [
        [4, 2],
        [4, 2.0],
        {"firstNumber": 4, "secondNumber": 2},
        {"secondNumber": 2, "firstNumber": 4},
    ],
)
def test_parameters_go_by_position_or_by_name(post: Post, params: Any) -> None:
    assert post(call("add", params, id=1)).json["result"] == 6


@pytest.mark.parametrize("params", [[4], {"firstNumber": 4}])
def test_an_optional_parameter_may_be_left_out(post: Post, params: Any) -> None:
    assert post(call("add", params, id=1)).json["result"] == 5


def test_params_may_be_left_out_altogether(post: Post) -> None:
    error = error_of(post(call("add", id=1)))
    assert error["code"] == -32602
    assert [v["pointer"] for v in error["data"]["violations"]] == ["/firstNumber"]


def test_all_violations_are_reported_with_their_places(post: Post) -> None:
    error = error_of(post(call("add", {"firstNumber": -1, "secondNumber": "2"}, id=1)))
    assert (error["code"], error["data"]["code"]) == (-32602, "invalid_argument")
    pointers = {violation["pointer"] for violation in error["data"]["violations"]}
    assert pointers == {"/firstNumber", "/secondNumber"}


def test_the_first_surplus_position_is_a_violation(post: Post) -> None:
    error = error_of(post(call("add", [1, 2, 3, 4], id=1)))
    assert error["code"] == -32602
    assert [v["pointer"] for v in error["data"]["violations"]] == ["/2"]


@pytest.mark.parametrize("id", ["", "a", 0, -7, 1.5, 12345678901234567890123, None])
def test_the_id_comes_back_as_it_was(post: Post, id: Any) -> None:
    answer = post(call("add", [1], id=id)).json
    assert answer == {"jsonrpc": "2.0", "result": 2, "id": id}


def test_a_call_with_an_id_of_null_is_not_a_notification(post: Post) -> None:
    assert post(call("add", [1], id=None)).status == 200


@pytest.mark.parametrize(
    "request_",
    [
        {"jsonrpc": "2.0", "method": 1},
        call("add", [1], id=True),
        call("add", [1], id=[1]),
        call("add", [1], id={}),
        1,
        "add",
        None,
        {},
    ],
)
def test_what_is_no_request_and_has_no_id_is_refused_without_one(post: Post, request_: Any) -> None:
    expected = {"code": -32600, "message": "Invalid Request"}
    assert post(request_).json == {"jsonrpc": "2.0", "error": expected, "id": None}


@pytest.mark.parametrize("id", [1, 2.5, "one"])
@pytest.mark.parametrize(
    "request_",
    [
        {"method": "add", "params": [1]},
        {"jsonrpc": "1.0", "method": "add", "params": [1]},
        {"jsonrpc": 2.0, "method": "add", "params": [1]},
        {"jsonrpc": "2.0", "params": [1]},
        {"jsonrpc": "2.0", "method": "add", "params": "bar"},
        {"jsonrpc": "2.0", "method": "add", "params": 1},
        {"jsonrpc": "2.0", "method": "add", "params": None},
    ],
)
def test_what_is_no_request_is_refused_with_the_id_that_it_has(
    post: Post, request_: dict[str, Any], id: object
) -> None:
    expected = {"code": -32600, "message": "Invalid Request"}
    answer = {"jsonrpc": "2.0", "error": expected, "id": id}
    assert post({**request_, "id": id}).json == answer
    assert post([{**request_, "id": id}]).json == [answer]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"jsonrpc": "2.0", "method": 1,',
        b'[{"jsonrpc": "2.0"}, ]',
        b"[1, 2",
        b"NaN",
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b"[" * 900,
    ],
)
def test_what_is_not_json_is_a_parse_error(post: Post, body: bytes) -> None:
    expected = {"code": -32700, "message": "Parse error"}
    assert post(body).json == {"jsonrpc": "2.0", "error": expected, "id": None}


@pytest.mark.parametrize("method", ["", "Add", "rpc.listMethods", "rpc.", "__init__", "add "])
def test_unknown_methods_are_not_found(post: Post, method: str) -> None:
    expected = {"code": -32601, "message": "Method not found"}
    assert post(call(method, id=1)).json == {"jsonrpc": "2.0", "error": expected, "id": 1}


def test_discover_answers_with_the_document(post: Post) -> None:
    assert post(call("rpc.discover", id=1)).json["result"] == {"openrpc": "1.4.1"}
    assert post(call("rpc.discover", [], id=1)).json["result"] == {"openrpc": "1.4.1"}


def test_discover_takes_no_parameters(post: Post) -> None:
    assert error_of(post(call("rpc.discover", [1], id=1)))["code"] == -32602


@pytest.mark.parametrize("params", [[1], [-1], ["x", 1, 2]])
def test_a_notification_has_no_answer_even_when_it_fails(post: Post, params: Any) -> None:
    answer = post(call("add", params))
    assert (answer.status, answer.body) == (204, b"")


def test_a_notification_is_served_before_it_is_answered(post: Post, service: Any) -> None:
    post(call("add", [1]))
    assert service.served == ["add"]


def test_a_batch_is_answered_in_its_order(post: Post) -> None:
    answer = post([call("add", [n], id=n) for n in range(5)])
    assert [(a["id"], a["result"]) for a in answer.json] == [(n, n + 1) for n in range(5)]


def test_a_batch_answers_equal_ids_one_by_one(post: Post) -> None:
    answer = post([call("add", [1], id=1), call("add", [2], id=1)])
    assert [a["result"] for a in answer.json] == [2, 3]


def test_a_batch_skips_notifications(post: Post, service: Any) -> None:
    answer = post([call("add", [1]), call("add", [2], id=2), call("nothing")])
    assert [a["id"] for a in answer.json] == [2]
    assert service.served == ["add", "add"]


def test_a_batch_of_notifications_has_no_answer(post: Post) -> None:
    answer = post([call("add", [1]), call("nothing")])
    assert (answer.status, answer.body) == (204, b"")


def test_an_empty_batch_is_one_invalid_request(post: Post) -> None:
    assert error_of(post([]))["code"] == -32600


def test_a_batch_over_the_limit_is_refused_as_a_whole(post: Post, service: Any) -> None:
    error = error_of(post([call("add", [n], id=n) for n in range(6)]))
    assert error == {"code": -32600, "message": "A batch holds at most 5 requests."}
    assert service.served == []


def test_a_batch_runs_side_by_side_up_to_the_limit(
    app: Any, service: Any, send: Callable[..., Awaitable[Any]]
) -> None:
    async def run() -> Any:
        batch = [call("wait", [str(n)], id=n) for n in range(5)]
        sending = asyncio.ensure_future(send(app, batch))
        while len(service.waiting) < 2:
            await asyncio.sleep(0)
        service.go.set()
        return (await sending).json

    answers = asyncio.run(run())
    assert [a["result"] for a in answers] == ["0", "1", "2", "3", "4"]
    assert service.most_waiting == 2


def test_a_declared_error_carries_its_name_and_fields(post: Post) -> None:
    assert error_of(post(call("fail", ["declared"], id=1))) == {
        "code": 9,
        "message": "Sold out.",
        "data": {
            "code": "failed_precondition",
            "error": "OutOfStock",
            "fields": {"productId": "123"},
        },
    }


def test_a_built_in_error_carries_its_code(post: Post) -> None:
    assert error_of(post(call("fail", ["built in"], id=1))) == {
        "code": 14,
        "message": "Come back later.",
        "data": {"code": "unavailable", "retryAfter": 3},
    }


@pytest.mark.parametrize("how", ["exception", "value", "broken error"])
def test_nothing_of_an_undeclared_failure_leaves_the_server(
    post: Post, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = post(call("fail", [how], id=1))
    error = error_of(answer)
    assert (error["code"], error["data"]) == (-32603, {"code": "internal"})
    assert b"password" not in answer.body
    correlation = error["message"].rsplit(" ", 1)[1]
    assert correlation in caplog.text


def test_the_call_knows_its_headers_and_its_deadline(post: Post, service: Any) -> None:
    before = time.monotonic()
    fields = [
        ("request-timeout-ms", "60000"),
        ("x-tenant", "acme"),
        ("idempotency-key", "k1"),
        ("if-match", '"7"'),
    ]
    post(call("add", [1], id=1), headers=fields)
    assert (service.call.operation, service.call.style) == ("Add", "jsonrpc")
    assert before + 59 < service.call.deadline < time.monotonic() + 61
    assert service.call.headers["x-tenant"] == "acme"
    assert (service.call.idempotency_key, service.call.if_match) == ("k1", '"7"')


def test_every_call_of_a_batch_has_a_context_of_its_own(post: Post, service: Any) -> None:
    fields = [("idempotency-key", "k1")]
    post([call("add", [1], id=1), call("fail", ["declared"], id=2)], headers=fields)
    # The first call of the batch: the key is the request's, with its place.
    assert (service.call.operation, service.call.idempotency_key) == ("Add", "k1/1")


def test_a_call_ends_at_its_deadline(post: Post, service: Any) -> None:
    error = error_of(post(call("wait", ["x"], id=1), headers=[("request-timeout-ms", "10")]))
    assert (error["code"], error["data"]["code"]) == (4, "deadline_exceeded")
    assert service.cancelled


def test_a_call_is_cancelled_when_its_caller_goes_away(
    app: Any, service: Any, send: Callable[..., Awaitable[Any]]
) -> None:
    async def run() -> Any:
        gone = asyncio.Event()
        sending = asyncio.ensure_future(send(app, call("wait", ["x"], id=1), disconnect=gone))
        while not service.waiting:
            await asyncio.sleep(0)
        gone.set()
        return await asyncio.wait_for(sending, 30)

    assert asyncio.run(run()).status == 0
    assert service.cancelled


def test_the_answer_is_one_line_of_json(post: Post) -> None:
    body = post(call("add", [1], id="a")).body
    assert body == json.dumps(json.loads(body), separators=(",", ":")).encode()
