"""What is no request is told as such, whether or not anything serves the operation."""

import asyncio
import json
from typing import Any

import pytest

from generated.products import ProductsService
from generated.products.jsonrpc.server import create_app as jsonrpc
from generated.products.rest.server import create_app as rest
from tests.behaviour.raw import post

CALL = {"jsonrpc": "2.0", "method": "addProduct"}


def _jsonrpc(message: dict[str, Any]) -> tuple[int, Any]:
    body = json.dumps(message).encode()
    return asyncio.run(post(jsonrpc(ProductsService()), "/jsonrpc", body))


@pytest.mark.parametrize("params", [0, "text", None, True])
def test_params_that_are_no_structure_are_an_invalid_request(params: Any) -> None:
    """JSON-RPC 2.0 §4.2: what has other parameters is no request, so no notification either."""
    error = {"code": -32600, "message": "Invalid Request"}
    for id in ({}, {"id": 1}):
        status, answer = _jsonrpc({**CALL, **id, "params": params})
        assert status == 200
        assert answer == {"jsonrpc": "2.0", "error": error, "id": id.get("id")}


def test_too_many_params_are_told_before_that_nothing_serves_the_method() -> None:
    _, answer = _jsonrpc({**CALL, "id": 1, "params": [0] * 20})
    assert answer["error"]["code"] == -32602


def test_a_request_that_nothing_serves_is_unimplemented() -> None:
    _, answer = _jsonrpc({**CALL, "id": 1, "params": {}})
    assert (answer["error"]["code"], answer["error"]["data"]) == (-32601, {"code": "unimplemented"})


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"NaN", 400), (b"{}", 501)])
def test_a_body_that_is_not_json_is_told_before_that_nothing_serves_the_path(
    body: bytes, status: int
) -> None:
    assert asyncio.run(post(rest(ProductsService()), "/products", body))[0] == status
