"""Batches of the generated clients: several calls in one request, each with its own outcome."""

import asyncio
import contextlib
import importlib
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from examples.products import ProductList
from generated._support import (
    CallOptions,
    Code,
    InvalidArgument,
    ServiceError,
)
from generated.cameras.jsonrpc.client import Client as CamerasClient
from generated.products import Category, ProductNotFound
from generated.products.jsonrpc.client import AsyncClient, Client
from generator import build
from tests.behaviour.hosting import Host, listening

SHIRT = {"name": "T-Shirt", "price": Decimal("22.00"), "category": Category.CLOTHES}
GUARDED = Path("tests/behaviour/contracts/guarded.yaml")


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


class Seen:
    """An ASGI app, and the bodies of the requests to it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def read() -> Any:
            message = await receive()
            if message.get("body"):
                self.bodies.append(message["body"])
            return message

        await self._app(scope, read, send)


@contextlib.asynccontextmanager
async def products(**options: Any) -> AsyncIterator[tuple[str, Seen]]:
    server = importlib.import_module("generated.products.jsonrpc.server")
    seen = Seen(server.create_app(ProductList(), **options))
    async with listening(seen) as target:
        yield target, seen


def in_thread(work: Callable[[str, Seen], None], **options: Any) -> Any:
    async def run() -> None:
        async with products(**options) as (target, seen):
            await asyncio.to_thread(work, target, seen)

    return run()


def test_a_sync_batch_is_one_request_and_each_call_has_its_own_outcome(host: Host) -> None:
    def work(target: str, seen: Seen) -> None:
        with Client(target) as client:
            with client.batch() as batch:
                added = batch.call(lambda products: products.add_product(**SHIRT))
                found = batch.call(lambda products: products.get_product(product_id="123"))
                absent = batch.call(lambda products: products.get_product(product_id="999"))
                with pytest.raises(RuntimeError, match="AddProduct has no answer yet"):
                    added.result()
            assert added.result().price == Decimal("22.00")
            assert found.result() == added.result()
            with pytest.raises(ProductNotFound) as missing:
                absent.result()
            assert missing.value.product_id == "999"
        assert len(seen.bodies) == 1
        assert seen.bodies[0].startswith(b"[{")

    host.run(in_thread(work, concurrency=1))


def test_an_async_batch_is_the_same(host: Host) -> None:
    async def run() -> None:
        async with products(concurrency=1) as (target, seen), AsyncClient(target) as client:
            async with client.batch() as batch:
                added = batch.call(lambda products: products.add_product(**SHIRT))
                absent = batch.call(lambda products: products.get_product(product_id="999"))
            assert added.result().name == "T-Shirt"
            with pytest.raises(ProductNotFound):
                absent.result()
            assert len(seen.bodies) == 1

    host.run(run())


def test_a_notification_is_served_and_answered_by_nothing(host: Host) -> None:
    def work(target: str, seen: Seen) -> None:
        with Client(target) as client:
            with client.batch() as batch:
                batch.notify(lambda products: products.add_product(**SHIRT))
            assert seen.bodies[0].startswith(b"{") and b'"id"' not in seen.bodies[0]
            assert [p.name for p in client.list_products().products] == ["T-Shirt"]

    host.run(in_thread(work))


def test_a_notification_beside_a_call_has_no_answer(host: Host) -> None:
    async def run() -> None:
        async with products(concurrency=1) as (target, _), AsyncClient(target) as client:
            async with client.batch() as batch:
                batch.notify(lambda products: products.add_product(**SHIRT))
                page = batch.call(lambda products: products.list_products())
            assert [product.name for product in page.result().products] == ["T-Shirt"]

    host.run(run())


def test_an_empty_batch_and_one_that_was_given_up_send_nothing(host: Host) -> None:
    def work(target: str, seen: Seen) -> None:
        with Client(target) as client:
            with client.batch():
                pass
            with pytest.raises(KeyError), client.batch() as batch:
                batch.call(lambda products: products.list_products())
                raise KeyError
        assert seen.bodies == []

    host.run(in_thread(work))


def test_what_is_wrong_with_an_input_is_told_by_its_own_call(host: Host) -> None:
    def work(target: str, _: Seen) -> None:
        with Client(target) as client:
            with client.batch() as batch:
                bad = batch.call(lambda products: products.list_products(page_size=-1))
                good = batch.call(lambda products: products.list_products())
            with pytest.raises(InvalidArgument) as wrong:
                bad.result()
            assert [each.pointer for each in wrong.value.violations] == ["/pageSize"]
            assert list(good.result().products) == []

    host.run(in_thread(work))


def test_a_batch_that_is_refused_as_a_whole_fails_as_a_whole(host: Host) -> None:
    def work(target: str, _: Seen) -> None:
        with Client(target) as client:
            with pytest.raises(ServiceError, match="at most 1 requests"), client.batch() as batch:
                replies = [batch.call(lambda p: p.list_products()) for _ in range(2)]
            for reply in replies:
                with pytest.raises(ServiceError, match="at most 1 requests"):
                    reply.result()

    host.run(in_thread(work, max_batch=1))


def test_a_server_that_is_not_there_is_unavailable_to_all_calls() -> None:
    with Client("http://127.0.0.1:9") as client:
        with pytest.raises(ServiceError) as down, client.batch() as batch:
            reply = batch.call(lambda products: products.list_products())
        assert down.value.code is Code.UNAVAILABLE
        with pytest.raises(ServiceError) as told:
            reply.result()
        assert told.value.code is Code.UNAVAILABLE


def test_what_is_no_single_call_is_refused() -> None:
    with Client("http://127.0.0.1:9") as client:
        batch = client.batch()
        with pytest.raises(TypeError, match="takes one call"):
            batch.call(lambda _: None)
        with pytest.raises(TypeError, match="takes one call"):
            batch.call(lambda products: products.iter_list_products())
        with pytest.raises(ValueError, match="one set of options"):
            batch.call(lambda products: products.list_products(options=CallOptions(timeout=1)))
    with (
        CamerasClient("http://127.0.0.1:9") as cameras,
        pytest.raises(TypeError, match="WatchCamera streams"),
    ):
        cameras.batch().call(lambda client: next(client.watch_camera(camera_id=1)))


def test_a_closed_client_sends_no_batch() -> None:
    client = Client("http://127.0.0.1:9")
    batch = client.batch()
    batch.call(lambda products: products.list_products())
    client.close()
    with pytest.raises(RuntimeError, match="the client is closed"):
        batch.__exit__(None)


def test_hooks_see_a_batch_as_one_call_with_its_deadline(host: Host) -> None:
    seen: list[tuple[str, str, bool, str]] = []

    async def hook(call: Any, proceed: Any) -> Any:
        call.headers = {**call.headers, "x-team": "shop"}
        seen.append((call.operation, call.style, call.deadline is not None, call.wire.name))
        return await proceed()

    told: list[str] = []

    async def heard(call: Any, proceed: Any) -> Any:
        told.append(call.headers["x-team"])
        return await proceed()

    async def run() -> None:
        async with (
            products(hooks=[heard]) as (target, _),
            AsyncClient(target, hooks=[hook]) as client,
        ):
            async with client.batch(options=CallOptions(timeout=5)) as batch:
                first = batch.call(lambda products: products.list_products())
                batch.call(lambda products: products.list_products())
            assert list(first.result().products) == []

    host.run(run())
    assert seen == [("batch", "jsonrpc", True, "batch")]
    assert told == ["shop", "shop"]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("guarded")
    build(GUARDED, output=folder / "batched")
    sys.path.insert(0, str(folder))
    yield "batched.guarded"
    sys.path.remove(str(folder))


def test_each_call_is_judged_by_credentials_that_all_of_them_share(
    host: Host, guarded: str
) -> None:
    server = importlib.import_module(f"{guarded}.jsonrpc.server")
    client_module = importlib.import_module(f"{guarded}.jsonrpc.client")
    support = importlib.import_module("batched._support")
    who = importlib.import_module(guarded)

    class Service(who.GuardedService):
        def by_token(self, **_: Any) -> Any:
            return who.Who(subject=support.current_call().principal.subject)

        def by_key(self, **_: Any) -> Any:
            return who.Who(subject=support.current_call().principal.subject)

    def ask(credentials: Any) -> Any:
        return support.Principal(subject=credentials.scheme)

    credentials = {"token": support.Bearer("secret"), "key": support.ApiKey("k")}

    async def run() -> None:
        app = server.create_app(Service(), authenticate=ask, trust_client_cert=True)
        async with listening(app) as target:
            async with client_module.AsyncClient(target, credentials=credentials) as client:
                async with client.batch() as batch:
                    token = batch.call(lambda c: c.by_token())
                    key = batch.call(lambda c: c.by_key())
                assert token.result().subject == "token"
                assert key.result().subject == "key"
            async with client_module.AsyncClient(target) as client:
                async with client.batch() as batch:
                    nobody = batch.call(lambda c: c.by_token())
                    other = batch.call(lambda c: c.by_key())
                for reply in (nobody, other):
                    with pytest.raises(support.ServiceError) as refused:
                        reply.result()
                    assert refused.value.code is support.Code.UNAUTHENTICATED
            both = {"token": support.Bearer("secret"), "operator": support.Basic("a", "b")}
            async with client_module.AsyncClient(target, credentials=both) as client:
                with pytest.raises(ValueError, match="different credentials in 'authorization'"):
                    async with client.batch() as batch:
                        batch.call(lambda c: c.by_token())
                        batch.call(lambda c: c.by_name())

    host.run(run())


def test_calls_of_a_batch_have_the_types_of_others(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from generated.products.jsonrpc.client import AsyncClient, Client\n"
        "def sync(client: Client) -> None:\n"
        "    with client.batch() as batch:\n"
        "        reveal_type(batch.call(lambda c: c.get_product(product_id='1')).result())\n"
        "        batch.call(lambda c: c.get_product(product=1))\n"
        "async def wait(client: AsyncClient) -> None:\n"
        "    async with client.batch() as batch:\n"
        "        reveal_type(batch.call(lambda c: c.list_products()).result())\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 'Revealed type is "generated.products.types.Product"' in done.stdout
    assert 'Revealed type is "generated.products.types.ProductPage"' in done.stdout
    assert 'program.py:5: error: Unexpected keyword argument "product"' in done.stdout
