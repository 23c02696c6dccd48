"""Lets a service fail in every way, and looks at what its callers see."""

import importlib
import logging
from collections.abc import Coroutine

import pytest

from generated._support import Code, ServiceError
from generated.products import ProductNotFound
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, reached, target_at
from tests.behaviour.probe import SECRET, Probe
from tests.behaviour.services.products import ProductList


async def _error_of(way: Way, product_id: str) -> ServiceError:
    async with reached("generated.products", way, Probe()) as caller:
        with pytest.raises(ServiceError) as caught:
            await caller.get_product(product_id=product_id)
        return caught.value


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("product_id", ["crash", "not declared"])
def test_what_nobody_declared_becomes_internal_without_its_text(
    way: Way, product_id: str, host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    error = host.run(_error_of(way, product_id))
    assert type(error) is ServiceError
    assert error.code is Code.INTERNAL
    assert SECRET not in repr(error.__dict__) + str(error)
    assert "Traceback" not in str(error)
    correlation = str(error).rstrip(".").rpartition(" ")[2]
    assert correlation in "".join(r.getMessage() for r in caplog.records)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_built_in_error_arrives_with_its_code_and_message(way: Way, host: Host) -> None:
    error = host.run(_error_of(way, "later"))
    assert (error.code, error.message) == (Code.UNAVAILABLE, "Come back later.")


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_every_code_arrives_as_it_was_raised(way: Way, host: Host) -> None:
    class Failing(ProductList):
        async def delete_product(self, *, product_id: str) -> None:
            raise ServiceError(f"about {product_id}", code=Code(product_id))

    async def failed() -> dict[Code, Code]:
        found = {}
        async with reached("generated.products", way, Failing()) as caller:
            for code in Code:
                with pytest.raises(ServiceError) as caught:
                    await caller.delete_product(product_id=code.value)
                found[code] = caught.value.code
        return found

    assert host.run(failed()) == {code: code for code in Code}


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_answer_that_breaks_the_contract_is_internal(way: Way, host: Host) -> None:
    assert host.run(_error_of(way, "nothing")).code is Code.INTERNAL


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_message_of_a_declared_error_arrives(way: Way, host: Host) -> None:
    class Polite(ProductList):
        async def delete_product(self, *, product_id: str) -> None:
            raise ProductNotFound("Sorry: \N{SNOWMAN} sold it.", product_id=product_id)

    async def failed() -> ProductNotFound:
        async with reached("generated.products", way, Polite()) as caller:
            with pytest.raises(ProductNotFound) as caught:
                await caller.delete_product(product_id="a/b?c")
            return caught.value

    error = host.run(failed())
    assert (error.message, error.product_id) == ("Sorry: \N{SNOWMAN} sold it.", "a/b?c")


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_nobody_listening_is_unavailable(way: Way, host: Host) -> None:
    module = importlib.import_module(f"generated.products.{way.style}.client")
    target = target_at(way.style, "127.0.0.1:1")

    async def call() -> ServiceError:
        client = (module.Client if way.client == "sync" else module.AsyncClient)(target)
        with pytest.raises(ServiceError) as caught:
            await Caller(client).delete_product(product_id="1")
        closing = client.close()
        if isinstance(closing, Coroutine):
            await closing
        return caught.value

    assert host.run(call()).code is Code.UNAVAILABLE


@pytest.fixture(autouse=True)
def _log_everything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
