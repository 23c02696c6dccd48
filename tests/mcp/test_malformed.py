"""What is no message, in every way: an error of the protocol, bounded, never a 500."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.mcp.messages import META, call, headers_of

Post = Callable[..., Any]

TEXTS = {
    "nothing": (b"", -32700),
    "no JSON": (b"{", -32700),
    "no UTF-8": (b'{"jsonrpc": "\xff"}', -32700),
    "NaN": (b"NaN", -32700),
    "two values": (b"{}{}", -32700),
    "a bare number": (b"1", -32600),
    "null": (b"null", -32600),
    "a batch": (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600),
    "an empty batch": (b"[]", -32600),
    "no method": (b'{"jsonrpc":"2.0","id":1}', -32600),
    "a response": (b'{"jsonrpc":"2.0","id":1,"result":{}}', -32600),
    "no version": (b'{"id":1,"method":"ping"}', -32600),
    "another version": (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600),
    "the method is a number": (b'{"jsonrpc":"2.0","id":1,"method":1}', -32600),
    "the method twice": (b'{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}', -32600),
    "the id is null": (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600),
    "the id is true": (b'{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600),
    "the id is a list": (b'{"jsonrpc":"2.0","id":[],"method":"ping"}', -32600),
    "the id is a fraction": (b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600),
    "params are a list": (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32602),
    "params are null": (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":null}', -32602),
    "_meta is a text": (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":""}}', -32602),
    "deep": (b"[" * 100_000, -32700),
    "deep in params": (
        b'{"jsonrpc":"2.0","id":1,"method":"ping","params":' + b'{"a":' * 9000,
        -32700,
    ),
}


@pytest.mark.parametrize(("text", "number"), TEXTS.values(), ids=TEXTS)
def test_what_is_no_message_is_400(
    hub: Any, make: Any, send: Any, text: bytes, number: int
) -> None:
    answer = asyncio.run(send(make(hub), text))
    assert (answer.status, answer.json["error"]["code"]) == (400, number)
    assert "result" not in answer.json


CALLS = {
    "no name": {},
    "the name is a number": {"name": 1},
    "the name twice": None,
    "arguments are a list": {"name": "get_camera", "arguments": [1]},
    "arguments are null": {"name": "get_camera", "arguments": None},
    "a cursor of nowhere": {"cursor": "x"},
    "a cursor behind the end": {"cursor": "7"},
    "a cursor that is a number": {"cursor": 0},
    "a large cursor": {"cursor": "9" * 4000},
}


@pytest.mark.parametrize("params", CALLS.values(), ids=CALLS)
def test_params_that_are_none_are_invalid(raw: Post, params: dict[str, Any] | None) -> None:
    method = "tools/list" if params and "cursor" in params else "tools/call"
    message = {"jsonrpc": "2.0", "id": "a", "method": method, "params": {**(params or {})}}
    text = json.dumps(message).encode()
    if params is None:
        twice = b'"params": {"name": "get_camera", "name": "take_picture"}'
        text = text.replace(b'"params": {}', twice)
    older = raw(text)
    assert (older.status, older.json["error"]["code"], older.json["id"]) == (200, -32602, "a")


def test_arguments_are_judged_like_any_input(post: Post) -> None:
    for arguments in ({"cameraId": 2**70}, {"cameraId": {"a": [[]]}}, {"\u0000": 1}, {}):
        answer = post(call("get_camera", arguments))
        assert answer.status == 200
        assert json.loads(answer.json["result"]["content"][0]["text"])["violations"]


def test_a_member_that_is_given_twice_is_a_violation(raw: Post) -> None:
    message = call("get_camera", {"cameraId": 1})
    text = json.dumps(message).replace('"cameraId": 1', '"cameraId": 1, "cameraId": 2').encode()
    answer = raw(text, headers_of(message))
    told = json.loads(answer.json["result"]["content"][0]["text"])
    assert told["violations"] == [{"pointer": "/cameraId", "detail": "is given more than once"}]


@pytest.mark.parametrize("value", [1, None, [], {}, "", "x" * 1000])
def test_a_version_that_is_none_is_told_so(raw: Post, value: Any) -> None:
    meta = {**META, "io.modelcontextprotocol/protocolVersion": value}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": meta}}
    answer = raw(message, headers_of(message))
    assert (answer.status, answer.json["error"]["code"]) in {(400, -32602), (400, -32020)}


def test_a_large_message_is_read_beside_the_others(hub: Any, make: Any, send: Any) -> None:
    app = make(hub)
    message = call("get_camera", {"cameraId": 1, "more": "x" * 3_000_000})
    answer = asyncio.run(send(app, message, headers_of(message)))
    told = json.loads(answer.json["result"]["content"][0]["text"])
    assert told["violations"][0]["pointer"] == "/more"
