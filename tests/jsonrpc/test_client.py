"""What the JSON-RPC clients write, and what they make of answers: ours and foreign ones."""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from generator.runtime.call import CallOptions
from generator.runtime.client import SyncClient
from generator.runtime.codes import Code
from generator.runtime.errors import InvalidArgument, ServiceError, Violation
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.ids import Ids
from generator.runtime.operation import Operation
from generator.styles.jsonrpc.runtime.codec import JsonRpcCodec
from generator.styles.jsonrpc.runtime.method import Method, Methods
from generator.styles.jsonrpc.runtime.request import JsonRpcRequest

NO_OPTIONS = CallOptions()


class InProcess:
    """A transport that hands requests to an ASGI app."""

    def __init__(self, app: Any, send: Callable[..., Awaitable[Any]]) -> None:
        self._app = app
        self._send = send

    def send(self, request: HttpRequest, timeout: float | None) -> HttpResponse:
        assert timeout is None
        headers = [(k, v) for k, v in request.headers.items() if k != "content-type"]
        answer = asyncio.run(
            self._send(self._app, request.body, path=request.path, headers=headers)
        )
        return HttpResponse(status=answer.status, headers=answer.headers, body=answer.body)

    def close(self) -> None:
        pass


# What ``respond`` answers to, if nothing else is said.
SENT = JsonRpcRequest(method="POST", path="/jsonrpc", headers={}, id=1)


@pytest.fixture
def codec(methods: Any) -> JsonRpcCodec:
    return JsonRpcCodec(methods, ids=itertools.count(1))


@pytest.fixture
def client(codec: JsonRpcCodec, app: Any, send: Any) -> Callable[..., Any]:
    """Calls an operation by its table entry."""
    running = SyncClient(codec, InProcess(app, send))

    def call(operation: Any, **values: Any) -> Any:
        return running._call(operation, values, None)

    return call


def respond(body: object, *, status: int = 200, **headers: str) -> HttpResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpResponse(status=status, headers=headers, body=content)


def failure(number: int, message: str = "", /, **data: Any) -> HttpResponse:
    error = {"code": number, "message": message, **({"data": data} if data else {})}
    return respond({"jsonrpc": "2.0", "error": error, "id": 1})


def raised(codec: JsonRpcCodec, operation: Any, response: HttpResponse) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        codec.decode(operation, response, SENT)
    return caught.value


def test_a_request_names_its_parameters_as_json_does(codec: JsonRpcCodec, add: Any) -> None:
    request = codec.encode(add, {"first_number": 4, "second_number": 2}, NO_OPTIONS)
    assert (request.method, request.path) == ("POST", "/jsonrpc")
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body or b"") == {
        "jsonrpc": "2.0",
        "method": "add",
        "params": {"firstNumber": 4, "secondNumber": 2},
        "id": 1,
    }


def test_every_call_has_an_id_of_its_own(codec: JsonRpcCodec, add: Any) -> None:
    bodies = [codec.encode(add, {"first_number": 4}, NO_OPTIONS).body or b"" for _ in range(3)]
    assert [json.loads(body)["id"] for body in bodies] == [1, 2, 3]


class LookRequest(msgspec.Struct):
    """The input of an operation that needs none."""

    name: str | None = None


def test_a_call_without_arguments_has_no_params(add: Any) -> None:
    look = Operation[None](
        name="Look", method="look", schema=add.schema, request=LookRequest, response=None
    )
    codec = JsonRpcCodec(Methods(Method(name="look", operation=look)))
    body = codec.encode(look, {"name": None}, NO_OPTIONS).body or b""
    assert "params" not in json.loads(body)


def test_options_travel_as_headers(codec: JsonRpcCodec, add: Any) -> None:
    options = CallOptions(headers={"X-Tenant": "acme"}, idempotency_key="k1", if_match='"7"')
    headers = codec.encode(add, {"first_number": 4}, options).headers
    assert (headers["x-tenant"], headers["idempotency-key"], headers["if-match"]) == (
        "acme",
        "k1",
        '"7"',
    )


def test_a_request_can_be_shown(codec: JsonRpcCodec, add: Any) -> None:
    shown = codec.show(codec.encode(add, {"first_number": 4}, NO_OPTIONS))
    assert shown.start == "POST /jsonrpc"
    assert shown.text.splitlines()[0] == "{"
    assert json.loads(shown.text) == json.loads(shown.body)


def test_a_value_comes_back(client: Callable[..., Any], add: Any) -> None:
    assert client(add, first_number=4, second_number=2) == 6


def test_a_declared_error_arrives_as_its_class(
    client: Callable[..., Any], fail: Any, out_of_stock: Any
) -> None:
    with pytest.raises(out_of_stock) as caught:
        client(fail, how="declared")
    assert (caught.value.product_id, caught.value.message) == ("123", "Sold out.")


def test_violations_arrive(client: Callable[..., Any], add: Any) -> None:
    with pytest.raises(InvalidArgument) as caught:
        client(add, first_number=-1)
    assert [violation.pointer for violation in caught.value.violations] == ["/firstNumber"]


def test_a_built_in_error_arrives_with_what_it_says(client: Callable[..., Any], fail: Any) -> None:
    with pytest.raises(ServiceError) as caught:
        client(fail, how="built in")
    assert (caught.value.code, caught.value.retry_after) == (Code.UNAVAILABLE, 3)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (-32700, Code.INVALID_ARGUMENT),
        (-32600, Code.INVALID_ARGUMENT),
        (-32602, Code.INVALID_ARGUMENT),
        (-32601, Code.UNIMPLEMENTED),
        (-32603, Code.INTERNAL),
        (-32000, Code.UNKNOWN),
        (5, Code.NOT_FOUND),
        (16, Code.UNAUTHENTICATED),
        (1234, Code.UNKNOWN),
    ],
)
def test_a_foreign_error_is_understood_by_its_number(
    codec: JsonRpcCodec, add: Any, number: int, code: Code
) -> None:
    assert raised(codec, add, failure(number, "No.")).code is code


def test_the_code_in_the_data_wins_over_the_number(codec: JsonRpcCodec, add: Any) -> None:
    assert raised(codec, add, failure(-32603, code="unknown")).code is Code.UNKNOWN


def test_an_error_that_only_a_newer_server_declares_keeps_its_code(
    codec: JsonRpcCodec, fail: Any
) -> None:
    error = raised(codec, fail, failure(9, "Gone.", code="failed_precondition", error="New"))
    assert (type(error), error.code, error.message) == (
        ServiceError,
        Code.FAILED_PRECONDITION,
        "Gone.",
    )


def test_a_declared_error_with_other_fields_keeps_its_code(codec: JsonRpcCodec, fail: Any) -> None:
    answer = failure(9, code="failed_precondition", error="OutOfStock", fields={"productId": 1})
    error = raised(codec, fail, answer)
    assert (type(error), error.code) == (ServiceError, Code.FAILED_PRECONDITION)


def test_data_of_another_form_does_not_hide_the_error(codec: JsonRpcCodec, add: Any) -> None:
    answer = respond({"jsonrpc": "2.0", "error": {"code": 5, "message": "?", "data": 7}, "id": 1})
    assert raised(codec, add, answer).code is Code.NOT_FOUND


def test_violations_of_a_foreign_server_are_read(codec: JsonRpcCodec, add: Any) -> None:
    violations = [{"pointer": "/a", "detail": "is wrong"}]
    error = raised(codec, add, failure(-32602, code="invalid_argument", violations=violations))
    assert error.violations == (Violation("/a", "is wrong"),)


def test_a_proxy_may_say_when_to_come_back(codec: JsonRpcCodec, add: Any) -> None:
    answer = respond(b"", status=503, **{"retry-after": "7"})
    assert raised(codec, add, answer).retry_after == 7


def test_a_bad_request_keeps_the_text_of_its_error_object(codec: JsonRpcCodec, add: Any) -> None:
    violations = [{"pointer": "/a", "detail": "is wrong"}]
    data = {"code": "invalid_argument", "violations": violations}
    body = {"jsonrpc": "2.0", "error": {"code": -32602, "message": "No.", "data": data}, "id": 1}
    error = raised(codec, add, respond(body, status=400))
    assert (error.message, error.violations) == ("No.", (Violation("/a", "is wrong"),))

    body = {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Not a request."}, "id": None}
    error = raised(codec, add, respond(body, status=400))
    assert (error.code, error.message) == (Code.INVALID_ARGUMENT, "Not a request.")


def test_a_proxy_says_when_to_come_back_around_an_error_object(
    codec: JsonRpcCodec, add: Any
) -> None:
    body = {"jsonrpc": "2.0", "error": {"code": 14, "message": "Busy."}, "id": 1}
    error = raised(codec, add, respond(body, status=503, **{"retry-after": "7"}))
    assert (error.code, error.message, error.retry_after) == (Code.UNAVAILABLE, "Busy.", 7)


@pytest.mark.parametrize("id", [2, "1", 1.5, None, "absent"])
def test_an_answer_to_another_call_is_refused(codec: JsonRpcCodec, add: Any, id: object) -> None:
    body = {"jsonrpc": "2.0", "result": 6, "id": id}
    if id == "absent":
        del body["id"]
    error = raised(codec, add, respond(body))
    assert (error.code, "another call" in error.message) == (Code.INTERNAL, True)
    if id is not None:
        body = {"jsonrpc": "2.0", "error": {"code": 5, "message": "Whose?"}, "id": id}
        assert raised(codec, add, respond(body)).code is Code.INTERNAL


def test_an_error_without_an_id_is_the_callers(codec: JsonRpcCodec, add: Any) -> None:
    body = {"jsonrpc": "2.0", "error": {"code": 5, "message": "Gone."}, "id": None}
    assert raised(codec, add, respond(body)).code is Code.NOT_FOUND


def test_no_two_clients_use_the_same_ids() -> None:
    ids = [Ids() for _ in range(100)]
    assert len({next(one) for one in ids for _ in range(10)}) == 1_000


def test_a_refusal_of_our_server_is_understood_by_its_status(codec: JsonRpcCodec, add: Any) -> None:
    error = {"code": -32600, "message": "Content Too Large"}
    answer = respond({"jsonrpc": "2.0", "error": error, "id": None}, status=413)
    found = raised(codec, add, answer)
    assert (found.code, found.message) == (Code.RESOURCE_EXHAUSTED, "Content Too Large")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        {"result": 1, "id": 1},
        {"jsonrpc": "2.0", "id": 1},
        {"jsonrpc": "2.0", "result": "six", "id": 1},
    ],
)
def test_an_answer_that_is_no_response_is_internal(
    codec: JsonRpcCodec, add: Any, body: object
) -> None:
    assert raised(codec, add, respond(body)).code is Code.INTERNAL


def test_a_result_of_null_is_nothing(codec: JsonRpcCodec, fail: Any) -> None:
    assert codec.decode(fail, respond({"jsonrpc": "2.0", "result": None, "id": 1}), SENT) is None
