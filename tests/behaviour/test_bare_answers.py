"""Puts something that is not our server at a client's target: a proxy, or a wrong URL."""

from typing import Any

import pytest

from generated._support import Code, ServiceError
from generator.styles import registry
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, listening, served
from tests.behaviour.services.people import AddressBook
from tests.behaviour.services.products import ProductList

PRODUCTS = "generated.products"
HTTP = [way for way in REMOTE if registry.style(way.style).hosting.kind == "asgi"]

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


async def failure(way: Way, target: str) -> ServiceError:
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
                error = await failure(way, target)
                assert (status, error.code, error.retry_after) == (status, code, 7)
                assert error.message == f"The server answered with HTTP status {status}."

    status = 0
    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_wrong_url_is_unimplemented(way: Way, host: Host) -> None:
    async def run() -> ServiceError:
        if way not in HTTP:  # another service at that address
            async with served("generated.people", way.style, AddressBook()) as target:
                return await failure(way, target)
        async with served(PRODUCTS, way.style, ProductList()) as target:
            return await failure(way, f"{target}/elsewhere")

    assert host.run(run()).code is Code.UNIMPLEMENTED
