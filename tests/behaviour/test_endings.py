"""Methods that end in anything, while others are called: everybody is answered, in every style."""

import asyncio
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from generated._support import Code, ServiceError
from generated.products import Product
from generated.products.jsonrpc.server import create_app
from tests.behaviour.hosting import REMOTE, Host, Way, reached
from tests.behaviour.probe import SECRET, Probe
from tests.behaviour.services.products import ProductList

ENDINGS: dict[str, Callable[[], BaseException]] = {
    "stop": lambda: StopIteration(SECRET),
    "stop async": lambda: StopAsyncIteration(SECRET),
    "cancelled": lambda: asyncio.CancelledError(SECRET),
    "exit": lambda: SystemExit(SECRET),
    "closed": lambda: GeneratorExit(SECRET),
    "group": lambda: BaseExceptionGroup(SECRET, [SystemExit(SECRET)]),
    "surrogate": lambda: ServiceError("\ud800"),
}


class Ending(Probe):
    """Ends as the id says: ``get_product`` is an ``async def``, ``delete_product`` a ``def``."""

    async def get_product(self, *, product_id: str) -> Product:
        if product_id in ENDINGS:
            raise ENDINGS[product_id]()
        return await super().get_product(product_id=product_id)

    def delete_product(self, *, product_id: str) -> None:  # type: ignore[override]
        raise ENDINGS[product_id]()


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_however_a_method_ends_its_caller_and_all_others_are_answered(way: Way, host: Host) -> None:
    # Sync clients and `def` methods share a few threads here.
    turn = asyncio.Semaphore(2)

    async def in_turn(call: Callable[..., Any], product_id: str) -> Any:
        async with turn:
            return await call(product_id=product_id)

    async def call_all() -> list[tuple[str, object]]:
        async with reached("generated.products", way, Ending()) as caller:
            calls = [
                (method, ending, asyncio.create_task(in_turn(call, ending)))
                for ending in ENDINGS
                for method, call in (
                    ("async def", caller.get_product),
                    ("def", caller.delete_product),
                )
            ]
            others = [asyncio.create_task(in_turn(caller.get_product, "1")) for _ in range(9)]
            assert {product.id for product in await asyncio.gather(*others)} == {"1"}
            wrong: list[tuple[str, object]] = []
            for method, ending, task in calls:
                try:
                    wrong.append((f"{method} {ending}", await task))
                except ServiceError as error:
                    told = "Correlation id" in error.message and SECRET not in error.message
                    if error.code is not Code.INTERNAL or not told:
                        wrong.append((f"{method} {ending}", error))
            return wrong

    assert host.run(call_all(), within=30) == []


def test_no_response_of_a_batch_is_missing(host: Host) -> None:
    batch = [
        {"jsonrpc": "2.0", "method": method, "params": {"productId": ending}, "id": ending}
        for method in ("getProduct", "deleteProduct")
        for ending in ENDINGS
    ]

    async def send() -> list[Any]:
        body, sent = json.dumps(batch).encode(), []

        async def receive() -> Any:
            return {"type": "http.request", "body": body}

        async def take(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/jsonrpc",
            "headers": [(b"content-type", b"application/json")],
        }
        await create_app(Ending())(scope, receive, take)
        answers: list[Any] = json.loads(sent[1]["body"])
        return answers

    answers = host.run(send(), within=30)
    assert [answer["id"] for answer in answers] == [call["id"] for call in batch]
    assert {answer["error"]["code"] for answer in answers} == {-32603}
    assert all("Correlation id" in answer["error"]["message"] for answer in answers)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_declared_error_whose_text_no_style_can_carry_is_internal(way: Way, host: Host) -> None:
    from generated.products import ProductNotFound

    class Odd(ProductList):
        async def delete_product(self, *, product_id: str) -> None:
            raise ProductNotFound(product_id="\ud800" + product_id)

    async def failed() -> ServiceError:
        async with reached("generated.products", way, Odd()) as caller:
            with pytest.raises(ServiceError) as caught:
                await caller.delete_product(product_id="1")
            return caught.value

    error = host.run(failed())
    assert (type(error), error.code) == (ServiceError, Code.INTERNAL)
    assert "Correlation id" in error.message


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_text_that_no_style_can_carry_is_internal_with_a_correlation_id(
    way: Way, host: Host
) -> None:
    class Odd(ProductList):
        async def get_product(self, *, product_id: str) -> Product:
            made = await self.add_product(name="\ud800", price=Decimal(1), category="Books")  # type: ignore[arg-type]
            made.id = product_id
            return made

    async def failed() -> ServiceError:
        async with reached("generated.products", way, Odd()) as caller:
            with pytest.raises(ServiceError) as caught:
                await caller.get_product(product_id="1")
            return caught.value

    error = host.run(failed())
    assert error.code is Code.INTERNAL
    assert "Correlation id" in error.message
