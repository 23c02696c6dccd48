"""Puts something that is not our server at a client's target: a proxy, or a wrong URL."""

import asyncio
from typing import Any

import pytest

from generated._support import Code, ServiceError
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, listening, served
from tests.behaviour.services.people import AddressBook
from tests.behaviour.services.products import ProductList

PRODUCTS = "generated.products"
HTTP = [way for way in REMOTE if way.style != "grpc"]

# What a status alone means, in every client (docs/generated-code.md).
STATUSES = {
    302: Code.UNKNOWN,
    400: Code.INVALID_ARGUMENT,
    401: Code.UNAUTHENTICATED,
    403: Code.PERMISSION_DENIED,
    404: Code.UNIMPLEMENTED,
    405: Code.UNIMPLEMENTED,
    408: Code.DEADLINE_EXCEEDED,
    409: Code.ABORTED,
    413: Code.RESOURCE_EXHAUSTED,
    418: Code.UNKNOWN,
    429: Code.RESOURCE_EXHAUSTED,
    431: Code.RESOURCE_EXHAUSTED,
    499: Code.CANCELLED,
    500: Code.INTERNAL,
    501: Code.UNIMPLEMENTED,
    502: Code.UNAVAILABLE,
    503: Code.UNAVAILABLE,
    504: Code.DEADLINE_EXCEEDED,
    599: Code.UNKNOWN,
}
# In HTTP/2: the frame that begins a connection, and one that ends a stream with its headers.
_SETTINGS = bytes.fromhex("000000 04 00 00000000".replace(" ", ""))


async def _failure(way: Way, target: str) -> ServiceError:
    async with connected(PRODUCTS, way, target) as client:
        with pytest.raises(ServiceError) as caught:
            await Caller(client).get_product(product_id="1")
    return caught.value


@pytest.mark.parametrize("way", HTTP, ids=str)
@pytest.mark.parametrize("body", [b"<html>Bad</html>", b'{"message": "bad"}', b"{", b"[]", b""])
def test_a_bare_status_means_the_same_in_every_client(way: Way, body: bytes, host: Host) -> None:
    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await receive()
            headers = [(b"content-type", b"application/json"), (b"retry-after", b"7")]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    async def run() -> None:
        nonlocal status
        async with listening(answer) as target:
            for status, code in STATUSES.items():
                error = await _failure(way, target)
                assert (status, error.code, error.retry_after) == (status, code, 7)
                assert error.message == f"The server answered with HTTP status {status}."

    status = 0
    host.run(run())


@pytest.mark.parametrize("way", [way for way in REMOTE if way.style == "grpc"], ids=str)
def test_a_proxys_status_means_the_same_over_grpc(way: Way, host: Host) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(24)  # the client's preface
        writer.write(_SETTINGS)
        try:
            while True:
                head = await reader.readexactly(9)
                await reader.readexactly(int.from_bytes(head[:3], "big"))
                if head[3] == 4 and not head[4]:  # settings: acknowledge them
                    writer.write(bytes.fromhex("000000040100000000"))
                if head[3] == 1:  # headers: ":status: N", as a literal without an index
                    block = b"\x08\x03" + str(status).encode()
                    frame = len(block).to_bytes(3, "big") + b"\x01\x05" + head[5:9]
                    writer.write(frame + block)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        nonlocal status
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        target = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            for status, code in STATUSES.items():
                error = await _failure(way, target)
                assert (status, error.code) == (status, code)
                assert error.message == f"The server answered with HTTP status {status}."

    status = 0
    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_wrong_url_is_unimplemented(way: Way, host: Host) -> None:
    async def run() -> ServiceError:
        if way.style == "grpc":  # another service at that address
            async with served("generated.people", way.style, AddressBook()) as target:
                return await _failure(way, target)
        async with served(PRODUCTS, way.style, ProductList()) as target:
            return await _failure(way, f"{target}/elsewhere")

    assert host.run(run()).code is Code.UNIMPLEMENTED
