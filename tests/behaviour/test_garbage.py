"""What a failed call came with is given back at once: no cycle of references waits for a collector.

With large inputs, the next full collection may be gigabytes away.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from generator.styles import registry
from tests.behaviour.raw import Raw
from tests.behaviour.told import of_each, tried

PRODUCTS = Path(__file__).parents[2] / "contracts" / "products.yaml"
RUNTIME = ("_support", "/runtime/")


@pytest.mark.parametrize("size", [1, 300_000], ids=["small", "large"])
@pytest.mark.parametrize("style", of_each("Raw"))
def test_invalid_input_leaves_no_frame_behind(
    style: str, size: int, echoes: dict[str, Raw]
) -> None:
    async def call() -> None:
        answer = await echoes[style].value({"anything": None, "aUuid": "x" * size})
        assert answer is not None
        assert answer[1]

    leaves_nothing(call)


@pytest.mark.parametrize(
    ("operation", "values"), [("GetProduct", {"product_id": "1"}), ("ListProducts", {})]
)
@pytest.mark.parametrize("style", registry.names())
def test_a_failed_call_leaves_no_frame_behind(
    style: str, operation: str, values: dict[str, Any]
) -> None:
    with tried(PRODUCTS) as products:
        declared = products.load("errors").ProductNotFound

        class Failing(products.load("service").ProductsService):
            async def get_product(self, *, product_id: str) -> Any:
                await asyncio.sleep(0)
                raise declared(product_id=product_id)

            def list_products(self, **_: Any) -> Any:
                raise KeyError("secret")

        service = Failing()

        async def call() -> None:
            answer = await products.ask(style, service, operation, values)
            assert not answer.ok

        leaves_nothing(call)


def leaves_nothing(call: Callable[[], Awaitable[None]]) -> None:
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
        code = [frame.f_code for frame in frames]
        left = [one.co_name for one in code if any(part in one.co_filename for part in RUNTIME)]
    finally:
        gc.set_debug(before)
        gc.garbage.clear()
        gc.unfreeze()
        gc.enable()
    # What watches over a slow call's client is cancelled, and knows nothing of its input.
    assert set(left) <= {"_wait"}
