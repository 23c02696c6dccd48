"""Hooks around every call, the same in every style."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

import pytest

from generated._support import Call, CallOptions, Code, InvalidArgument, ServiceError, current_call
from generated.products import Category, Product, ProductExists, ProductNotFound
from generated.products.jsonrpc.server import create_app
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served, target_at
from tests.behaviour.probe import SECRET, Probe, _product
from tests.behaviour.raw import post

Proceed = Callable[[], Awaitable[Any]]
PACKAGE = "generated.products"


@contextlib.asynccontextmanager
async def hooked(way: Way, service: object, *hooks: Any) -> AsyncIterator[Caller]:
    """A caller of a service whose server has these hooks."""
    async with (
        served(PACKAGE, way.style, service, hooks=hooks) as target,
        connected(PACKAGE, way, target) as client,
    ):
        yield Caller(client)


def call_once(host: Host, way: Way, *hooks: Any, product_id: str = "1") -> Any:
    """What a call of GetProduct comes to behind these hooks."""

    async def run() -> Any:
        async with hooked(way, Probe(), *hooks) as caller:
            return await caller.get_product(product_id=product_id)

    return host.run(run())


class Journal:
    """A hook that writes down what it sees."""

    def __init__(self, name: str = "", lines: list[str] | None = None) -> None:
        self.name = name
        self.lines: list[str] = [] if lines is None else lines
        self.calls: list[Call] = []
        self.seen: list[Any] = []

    async def __call__(self, call: Call, proceed: Proceed) -> Any:
        self.calls.append(call)
        self.lines.append(f"{self.name} before {call.operation}")
        try:
            result = await proceed()
        except BaseException as error:
            self.seen.append(error)
            self.lines.append(f"{self.name} {type(error).__name__}")
            raise
        self.seen.append(result)
        self.lines.append(f"{self.name} after")
        return result


@pytest.mark.parametrize("way", REMOTE, ids=str)
class TestOnServers:
    def test_the_first_hook_is_the_outermost(self, way: Way, host: Host) -> None:
        lines: list[str] = []
        call_once(host, way, Journal("outer", lines), Journal("inner", lines))
        assert lines == [
            "outer before GetProduct",
            "inner before GetProduct",
            "inner after",
            "outer after",
        ]

    def test_a_hook_sees_the_result_as_a_value(self, way: Way, host: Host) -> None:
        journal = Journal()
        assert call_once(host, way, journal) == _product("1")
        assert journal.seen == [_product("1")]
        assert journal.calls[0].style == way.style

    def test_a_hook_sees_a_declared_error_as_the_exception(self, way: Way, host: Host) -> None:
        journal = Journal()

        class Empty(Probe):
            async def get_product(self, *, product_id: str) -> Product:
                raise ProductNotFound("Gone.", product_id=product_id)

        async def run() -> None:
            async with hooked(way, Empty(), journal) as caller:
                with pytest.raises(ProductNotFound) as caught:
                    await caller.get_product(product_id="7")
                assert caught.value.product_id == "7"

        host.run(run())
        assert isinstance(journal.seen[0], ProductNotFound)
        assert journal.seen[0].product_id == "7"

    def test_a_hook_sees_what_its_caller_sees_of_a_crash(self, way: Way, host: Host) -> None:
        journal = Journal()
        with pytest.raises(ServiceError, match="Correlation id") as caught:
            call_once(host, way, journal, product_id="crash")
        assert str(journal.seen[0]) == caught.value.message
        assert SECRET not in str(journal.seen[0])

    def test_a_hook_sees_an_invalid_input(self, way: Way, host: Host) -> None:
        journal = Journal()

        async def run() -> None:
            async with hooked(way, Probe(), journal) as caller:
                with pytest.raises(InvalidArgument):
                    await caller.add_product(
                        name="", price=Decimal(1), category=Category.CLOTHES, tags=[]
                    )

        host.run(run())
        assert isinstance(journal.seen[0], InvalidArgument)
        assert [violation.pointer for violation in journal.seen[0].violations] == ["/name"]

    def test_a_hook_may_answer_by_itself(self, way: Way, host: Host) -> None:
        service = Probe()

        async def answer(_call: Call, _proceed: Proceed) -> Any:
            return _product("its own")

        async def run() -> Any:
            async with hooked(way, service, answer) as caller:
                return await caller.get_product(product_id="1")

        assert host.run(run()) == _product("its own")
        assert service.calls == []

    def test_a_hook_may_replace_the_result(self, way: Way, host: Host) -> None:
        async def replace(_call: Call, proceed: Proceed) -> Any:
            return _product((await proceed()).id + " replaced")

        assert call_once(host, way, replace) == _product("1 replaced")

    def test_what_a_hook_gives_is_checked_like_what_a_service_gives(
        self, way: Way, host: Host
    ) -> None:
        async def spoil(_call: Call, proceed: Proceed) -> Any:
            await proceed()
            return "no product"

        with pytest.raises(ServiceError, match="Correlation id") as caught:
            call_once(host, way, spoil)
        assert caught.value.code is Code.INTERNAL

    def test_a_hook_may_raise_an_error(self, way: Way, host: Host) -> None:
        async def refuse(_call: Call, _proceed: Proceed) -> Any:
            raise ServiceError("Later.", code=Code.RESOURCE_EXHAUSTED, retry_after=3)

        with pytest.raises(ServiceError, match=r"Later\.") as caught:
            call_once(host, way, refuse)
        assert caught.value.code is Code.RESOURCE_EXHAUSTED
        assert caught.value.retry_after == 3

    def test_a_hook_may_raise_a_declared_error_in_place_of_a_result(
        self, way: Way, host: Host
    ) -> None:
        async def hide(_call: Call, proceed: Proceed) -> Any:
            product = await proceed()
            raise ProductNotFound("Hidden.", product_id=product.id)

        with pytest.raises(ProductNotFound, match=r"Hidden\."):
            call_once(host, way, hide)

    @pytest.mark.parametrize(
        "error", [RuntimeError(SECRET), ProductExists(SECRET, name="x")], ids=["any", "undeclared"]
    )
    def test_any_other_error_of_a_hook_is_internal(
        self, way: Way, host: Host, error: Exception
    ) -> None:
        async def crash(_call: Call, proceed: Proceed) -> Any:
            await proceed()
            raise error

        with pytest.raises(ServiceError) as caught:
            call_once(host, way, crash)
        assert caught.value.code is Code.INTERNAL
        assert SECRET not in caught.value.message

    def test_a_second_proceed_is_an_error_that_says_so(
        self, way: Way, host: Host, caplog: pytest.LogCaptureFixture
    ) -> None:
        service = Probe()

        async def twice(_call: Call, proceed: Proceed) -> Any:
            await proceed()
            return await proceed()

        async def run() -> Any:
            async with hooked(way, service, twice) as caller:
                with pytest.raises(ServiceError) as caught:
                    await caller.get_product(product_id="1")
                return caught.value.code

        assert host.run(run()) is Code.INTERNAL
        assert len(service.calls) == 1
        assert "proceed() once" in caplog.text

    @pytest.mark.parametrize("method", ["get_product", "delete_product"], ids=["async def", "def"])
    def test_what_a_hook_sets_in_the_context_the_service_sees(
        self, way: Way, host: Host, method: str
    ) -> None:
        tenant: ContextVar[str] = ContextVar("tenant", default="nobody")
        seen: list[str] = []

        class Tenants(Probe):
            async def get_product(self, *, product_id: str) -> Product:
                seen.append(tenant.get())
                return await super().get_product(product_id=product_id)

            def delete_product(self, *, product_id: str) -> None:  # type: ignore[override]
                del product_id
                seen.append(tenant.get())

        async def set_tenant(call: Call, proceed: Proceed) -> Any:
            assert current_call() is call
            tenant.set(call.headers["x-tenant"])
            return await proceed()

        async def run() -> None:
            async with hooked(way, Tenants(), set_tenant) as caller:
                options = CallOptions(headers={"x-tenant": "acme"})
                await getattr(caller, method)(product_id="1", options=options)

        host.run(run())
        assert seen == ["acme"]

    def test_a_plain_def_is_refused_at_the_start(self, way: Way, host: Host) -> None:
        def plain(_call: Call, proceed: Proceed) -> Any:
            return proceed()

        async def run() -> None:
            async with served(PACKAGE, way.style, Probe(), hooks=[plain]):
                pass

        with pytest.raises(TypeError, match=r"async def, but .*plain is not one"):
            host.run(run())


def of_client(way: Way, hook: Any) -> Any:
    """The hook for a client of this kind: one for a sync client is a ``def``."""
    if way.client == "async":
        return hook

    def sync(call: Call, proceed: Callable[[], Any]) -> Any:
        async def go_on() -> Any:
            return proceed()

        try:
            hook(call, go_on).send(None)
        except StopIteration as done:
            return done.value
        raise AssertionError("a hook of a sync client waits for nothing")

    return sync


@contextlib.asynccontextmanager
async def calling(way: Way, service: object, *hooks: Any) -> AsyncIterator[Caller]:
    """A caller of a service that has these hooks itself."""
    own = [of_client(way, hook) for hook in hooks]
    async with (
        served(PACKAGE, way.style, service) as target,
        connected(PACKAGE, way, target, hooks=own) as client,
    ):
        yield Caller(client)


@pytest.mark.parametrize("way", REMOTE, ids=str)
class TestOnClients:
    def test_the_first_hook_is_the_outermost(self, way: Way, host: Host) -> None:
        lines: list[str] = []

        async def run() -> None:
            hooks = Journal("outer", lines), Journal("inner", lines)
            async with calling(way, Probe(), *hooks) as caller:
                await caller.get_product(product_id="1")

        host.run(run())
        assert lines == [
            "outer before GetProduct",
            "inner before GetProduct",
            "inner after",
            "outer after",
        ]

    def test_a_hook_sees_values_and_declared_errors(self, way: Way, host: Host) -> None:
        journal = Journal()

        class Some(Probe):
            async def get_product(self, *, product_id: str) -> Product:
                if product_id == "7":
                    raise ProductNotFound("Gone.", product_id=product_id)
                return await super().get_product(product_id=product_id)

        async def run() -> None:
            async with calling(way, Some(), journal) as caller:
                await caller.get_product(product_id="1")
                with pytest.raises(ProductNotFound):
                    await caller.get_product(product_id="7")

        host.run(run())
        assert journal.seen[0] == _product("1")
        assert isinstance(journal.seen[1], ProductNotFound)
        assert journal.calls[0].style == way.style

    def test_a_hook_sees_an_input_that_the_client_itself_refuses(
        self, way: Way, host: Host
    ) -> None:
        journal = Journal()

        async def run() -> None:
            async with calling(way, Probe(), journal) as caller:
                with pytest.raises(InvalidArgument):
                    await caller.get_product(product_id=7)

        host.run(run())
        assert isinstance(journal.seen[0], InvalidArgument)

    def test_what_a_hook_puts_into_the_headers_arrives(self, way: Way, host: Host) -> None:
        service = Probe()

        async def add(call: Call, proceed: Proceed) -> Any:
            assert call.headers["x-own"] == "1"
            assert call.idempotency_key == "k-1"
            call.headers = {**call.headers, "x-tenant": "acme"}
            return await proceed()

        async def run() -> None:
            async with calling(way, service, add) as caller:
                options = CallOptions(headers={"X-Own": "1"}, idempotency_key="k-1")
                await caller.get_product(product_id="1", options=options)

        host.run(run())
        headers = service.calls[0].headers
        told = [headers.get(name) for name in ("x-own", "x-tenant", "idempotency-key")]
        assert told == ["1", "acme", "k-1"]

    def test_a_hook_may_answer_by_itself(self, way: Way, host: Host) -> None:
        service = Probe()

        async def answer(_call: Call, _proceed: Proceed) -> Any:
            return _product("its own")

        async def run() -> Any:
            async with calling(way, service, answer) as caller:
                return await caller.get_product(product_id="1")

        assert host.run(run()) == _product("its own")
        assert service.calls == []

    def test_an_error_of_a_hook_reaches_the_caller_as_it_is(self, way: Way, host: Host) -> None:
        async def crash(_call: Call, proceed: Proceed) -> Any:
            await proceed()
            raise LookupError("of the hook")

        async def run() -> None:
            async with calling(way, Probe(), crash) as caller:
                with pytest.raises(LookupError, match="of the hook"):
                    await caller.get_product(product_id="1")

        host.run(run())

    def test_a_second_proceed_is_an_error_that_says_so(self, way: Way, host: Host) -> None:
        service = Probe()

        async def twice(_call: Call, proceed: Proceed) -> Any:
            await proceed()
            return await proceed()

        async def run() -> None:
            async with calling(way, service, twice) as caller:
                with pytest.raises(RuntimeError, match=r"proceed\(\) once"):
                    await caller.get_product(product_id="1")

        host.run(run())
        assert len(service.calls) == 1

    def test_the_deadline_is_that_of_the_call_with_its_hooks(self, way: Way, host: Host) -> None:
        service = Probe()

        async def shorten(call: Call, proceed: Proceed) -> Any:
            remaining = call.remaining()
            assert remaining is not None
            assert 40 < remaining <= 60
            assert call.deadline is not None
            call.deadline -= 40
            return await proceed()

        async def run() -> None:
            async with calling(way, service, shorten) as caller:
                await caller.get_product(product_id="1", options=CallOptions(timeout=60))

        host.run(run())
        assert service.remaining[0] is not None
        assert 0 < service.remaining[0] < 25

    def test_a_hook_of_the_other_kind_is_refused_at_the_start(self, way: Way, host: Host) -> None:
        other = Way(way.style, "async" if way.client == "sync" else "sync")

        async def hook(_call: Call, proceed: Proceed) -> Any:
            return await proceed()

        target = target_at(way.style, "127.0.0.1:1")

        async def run() -> None:
            async with connected(PACKAGE, way, target, hooks=[of_client(other, hook)]):
                pass

        with pytest.raises(TypeError, match="hook"):
            host.run(run())


ASYNC = [way for way in REMOTE if way.client == "async"]


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_a_cancelled_call_is_cancelled_in_its_hook(way: Way, host: Host) -> None:
    journal, service = Journal(), Probe()

    async def run() -> None:
        async with hooked(way, service, journal) as caller:
            task = asyncio.create_task(caller.get_product(product_id="wait"))
            await service.started.wait()
            task.cancel()
            async with asyncio.timeout(30):
                await service.cancelled.wait()
                while not journal.seen:
                    await asyncio.sleep(0.01)

    host.run(run())
    assert [type(error) for error in journal.seen] == [asyncio.CancelledError]


def test_each_call_of_a_batch_has_its_hooks_and_a_context_of_its_own(host: Host) -> None:
    seen: list[tuple[str, str]] = []
    mark: ContextVar[str] = ContextVar("mark", default="none")

    async def marking(call: Call, proceed: Proceed) -> Any:
        seen.append((call.operation, mark.get()))
        mark.set(call.operation)
        return await proceed()

    batch = [
        {"jsonrpc": "2.0", "method": "getProduct", "params": {"productId": "1"}, "id": 1},
        {"jsonrpc": "2.0", "method": "getProduct", "params": {"productId": "2"}, "id": 2},
        {"jsonrpc": "2.0", "method": "deleteProduct", "params": {}, "id": 3},
    ]
    app = create_app(Probe(), hooks=[marking], concurrency=1)
    status, answers = host.run(post(app, "/jsonrpc", json.dumps(batch).encode()))
    assert status == 200
    assert [answer["id"] for answer in answers] == [1, 2, 3]
    assert seen == [("GetProduct", "none"), ("GetProduct", "none"), ("DeleteProduct", "none")]
