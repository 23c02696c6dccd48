"""What a failed call came with is given back at once: no cycle of references waits for a collector.

With large inputs, the next full collection may be gigabytes away.
"""

import asyncio
import gc
import json
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

import pytest

from generated._support.call import Call
from generated._support.grpc.carrier import CARRIER
from generated._support.grpc.evidence import metadata_of
from generated._support.protobuf_rpc.answers import Answers, Failed
from generated.products import ProductNotFound, ProductsService, operations
from generated.products.grpc.binding import SERVICE
from generated.products.jsonrpc.server import create_app as jsonrpc
from generated.products.rest.server import create_app as rest

_MANY = [1] * 100_000


class _Failing(ProductsService):
    async def get_product(self, *, product_id: str) -> Any:
        await asyncio.sleep(0)
        raise ProductNotFound(product_id=product_id)

    def list_products(self, **_: Any) -> Any:
        raise KeyError("secret")


async def _asgi(app: Any, method: str, path: str, value: Any = None) -> None:
    body = b"" if value is None else json.dumps(value).encode()
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return messages.pop() if messages else await asyncio.sleep(60)

    async def send(_: Any) -> None:
        pass

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await app(scope, receive, send)


def _rest(method: str, path: str, value: Any = None) -> Callable[[], Awaitable[None]]:
    app = rest(_Failing())
    return lambda: _asgi(app, method, path, value)


def _jsonrpc(method: str, params: Any) -> Callable[[], Awaitable[None]]:
    app = jsonrpc(_Failing())
    call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return lambda: _asgi(app, "POST", "/jsonrpc", call)


def _grpc(operation: Any, data: bytes) -> Callable[[], Awaitable[None]]:
    answer = Answers(_Failing(), SERVICE, CARRIER).of(
        operation, lambda _: Call(operation="", style=""), metadata_of
    )

    async def call() -> None:
        with pytest.raises(Failed):
            await answer(data, None)

    return call


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(_rest("POST", "/products", {"tags": [1]}), id="rest-invalid"),
        pytest.param(_rest("POST", "/products", {"tags": _MANY}), id="rest-invalid-large"),
        pytest.param(_rest("GET", "/products/1"), id="rest-declared"),
        pytest.param(_rest("GET", "/products"), id="rest-internal"),
        pytest.param(_jsonrpc("addProduct", {"tags": [1]}), id="jsonrpc-invalid"),
        pytest.param(_jsonrpc("addProduct", {"tags": _MANY}), id="jsonrpc-invalid-large"),
        pytest.param(_jsonrpc("getProduct", ["1"]), id="jsonrpc-declared"),
        pytest.param(_jsonrpc("listProducts", {}), id="jsonrpc-internal"),
        pytest.param(_grpc(operations.ADD_PRODUCT, b""), id="grpc-invalid"),
        pytest.param(_grpc(operations.ADD_PRODUCT, b"\x22\x00" * 100_000), id="grpc-large"),
        pytest.param(_grpc(operations.GET_PRODUCT, b"\x0a\x011"), id="grpc-declared"),
        pytest.param(_grpc(operations.LIST_PRODUCTS, b""), id="grpc-internal"),
    ],
)
def test_a_failed_call_leaves_no_frame_behind(call: Callable[[], Awaitable[None]]) -> None:
    async def calls() -> None:
        await call()
        gc.collect()
        gc.disable()
        for _ in range(3):
            await call()

    before = gc.get_debug()
    gc.collect()
    gc.freeze()  # what other tests left need not be looked at
    try:
        asyncio.run(calls())
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        frames = [one for one in gc.garbage if isinstance(one, FrameType)]
        left = [frame.f_code.co_name for frame in frames if "_support" in frame.f_code.co_filename]
    finally:
        gc.set_debug(before)
        gc.garbage.clear()
        gc.unfreeze()
        gc.enable()
    # What watches over a slow call's client is cancelled, and knows nothing of its input.
    assert set(left) <= {"_wait"}
