"""Calls with one Idempotency-Key happen once, in every style."""

import asyncio
import contextlib
import http.client
import importlib
import json
from typing import Any
from urllib.parse import urlsplit

import grpc
import pytest

from generated._support import (
    Bearer,
    CallOptions,
    Code,
    KeyInUse,
    KeyReused,
    MemoryStore,
    Principal,
    ServiceError,
)
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, reached, served
from tests.behaviour.services.echo import Mirror
from tests.behaviour.services.orders import Shop, ShopInThreads
from tests.waiting import given_up, until, when_not

ASYNC = [way for way in REMOTE if way.client == "async"]
ONCE = CallOptions(idempotency_key="7d444840-9dc0-11d1-b245-5ffdce74fad2")


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_call_that_is_sent_again_happens_once(way: Way, host: Host, orders: Any) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with reached(orders.__name__, way, shop) as caller:
            first = await caller.place_order(item="book", count=2, options=ONCE)
            assert await caller.place_order(item="book", count=2, options=ONCE) == first
            assert await caller.notify(text="a", options=ONCE) is None
            assert await caller.notify(text="a", options=ONCE) is None
            assert (await caller.place_order(item="book", count=2)).id != first.id
        assert shop.calls == {"place_order": 2, "notify a": 1}
        # The service sees the key as it came.
        assert shop.keys == [ONCE.idempotency_key, None]

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_declared_error_is_given_again_with_its_fields(way: Way, host: Host, orders: Any) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with reached(orders.__name__, way, shop) as caller:
            for _ in range(2):
                with pytest.raises(orders.SoldOut) as caught:
                    await caller.place_order(item="sold out", options=ONCE)
                assert (caught.value.item, caught.value.left) == ("sold out", 3)
        assert shop.calls["place_order"] == 1

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_another_input_under_the_same_key_is_refused(way: Way, host: Host, orders: Any) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with reached(orders.__name__, way, shop) as caller:
            await caller.place_order(item="book", options=ONCE)
            with pytest.raises(KeyReused) as caught:
                await caller.place_order(item="pen", options=ONCE)
            assert caught.value.code is Code.FAILED_PRECONDITION
            # What has a default may be left out or given.
            assert (await caller.place_order(item="book", count=1, options=ONCE)).id == "1"
        assert shop.calls["place_order"] == 1

    host.run(run())


@pytest.mark.parametrize("kind", [Shop, ShopInThreads])
@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_of_fifty_calls_at_once_one_happens(
    way: Way, kind: type[Shop], host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = kind(orders)
        async with reached(orders.__name__, way, shop) as caller:
            with shop.gate.shut():
                calls = [
                    asyncio.create_task(caller.place_order(item="book", options=ONCE))
                    for _ in range(50)
                ]
                # The others may meet its end.
                await until(lambda: sum(call.done() for call in calls) >= 25)
            outcomes = await asyncio.gather(*calls, return_exceptions=True)
        assert shop.calls["place_order"] == 1
        placed = [one for one in outcomes if isinstance(one, orders.Order)]
        refused = [one for one in outcomes if isinstance(one, KeyInUse)]
        assert len(placed) + len(refused) == 50
        assert len(refused) >= 25
        assert {one.id for one in placed} == {"1"}
        assert {(one.code, one.retry_after) for one in refused} <= {(Code.ABORTED, 1)}

    host.run(run())


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("broken", Code.INTERNAL),
        ("unavailable", Code.UNAVAILABLE),
        ("busy", Code.UNAVAILABLE),  # declared, but it says: try again
    ],
)
@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_failure_that_is_no_answer_leaves_the_key_free(
    way: Way, item: str, code: Code, host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with reached(orders.__name__, way, shop) as caller:
            for _ in range(2):
                with pytest.raises(ServiceError) as caught:
                    await caller.place_order(item=item, options=ONCE)
                assert caught.value.code is code
            assert (await caller.place_order(item="other", options=ONCE)).item == "other"
        assert shop.calls["place_order"] == 3

    host.run(run())


def test_a_key_of_one_style_is_known_in_all(host: Host, orders: Any) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with reached(orders.__name__, REMOTE[0], shop) as caller:
            kept = await caller.place_order(item="pen", options=CallOptions(idempotency_key="k"))
            for way in REMOTE:
                async with reached(orders.__name__, way, shop) as other:
                    quoted = CallOptions(idempotency_key='"k"')
                    assert await other.place_order(item="pen", options=quoted) == kept
                    with pytest.raises(KeyReused):
                        await other.place_order(item="book", options=quoted)
        assert shop.calls["place_order"] == 1

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_keys_of_other_operations_and_services_are_others(
    way: Way, host: Host, orders: Any
) -> None:
    async def run() -> None:
        store = MemoryStore()
        one, other = Shop(orders), Shop(orders)
        async with (
            served(orders.__name__, way.style, one, idempotency=store) as target,
            connected(orders.__name__, way, target) as client,
            reached(orders.__name__, way, other) as elsewhere,
        ):
            caller = Caller(client)
            await caller.place_order(item="a", options=ONCE)
            assert (await caller.tell(text="a", options=ONCE)).text == "a"
            await caller.notify(text="a", options=ONCE)
            await elsewhere.place_order(item="b", options=ONCE)
        assert one.calls == {"place_order": 1, "tell": 1, "notify a": 1}
        assert other.calls == {"place_order": 1}
        assert len(store) == 3

    host.run(run())


class Issued:
    """Knows everybody by a token: the subject, and who says so."""

    async def __call__(self, credentials: Any) -> Principal:
        subject, _, issuer = credentials.bearer.token.partition("@")
        return Principal(subject, claims={"iss": issuer, "jti": object()})


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_keys_of_other_principals_are_others(way: Way, host: Host, orders: Any) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with (
            served(orders.__name__, way.style, shop, authenticate=Issued()) as target,
            connected(orders.__name__, way, target) as client,
        ):
            caller = Caller(client)
            for token, text in (("ann", "a"), ("bob", "b"), ("ann@here", "c"), ("ann", "a")):
                who = CallOptions(credentials=Bearer(token), idempotency_key="one")
                paid = await caller.pay(text=text, options=who)
                assert paid.text == f"{text} by {token.partition('@')[0]}"
        assert shop.calls["pay"] == 3

    host.run(run())


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_a_hook_sees_a_repeated_answer_as_any_other(way: Way, host: Host, orders: Any) -> None:
    seen: list[object] = []

    async def hook(call: Any, proceed: Any) -> Any:
        try:
            result = await proceed()
        except Exception as error:
            seen.append((call.operation, type(error)))
            raise
        seen.append((call.operation, result.id))
        return result

    async def run() -> None:
        shop = Shop(orders)
        async with (
            served(orders.__name__, way.style, shop, hooks=[hook]) as target,
            connected(orders.__name__, way, target) as client,
        ):
            for item in ("book", "book", "pen"):
                with contextlib.suppress(KeyReused):
                    await client.place_order(item=item, options=ONCE)
        assert shop.calls["place_order"] == 1

    host.run(run())
    assert seen == [("PlaceOrder", "1"), ("PlaceOrder", "1"), ("PlaceOrder", KeyReused)]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_is_safe_takes_no_notice_of_a_key(way: Way, host: Host, orders: Any) -> None:
    async def run() -> None:
        async with reached(orders.__name__, way, Shop(orders)) as caller:
            said = [(await caller.look(text="x", options=ONCE)).text for _ in range(2)]
            assert said == ["x 1", "x 2"]
            with_any = CallOptions(idempotency_key="a, b c")
            assert (await caller.look(text="x", options=with_any)).text == "x 3"

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_without_a_store_the_service_has_the_key_for_itself(
    way: Way, host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with (
            served(orders.__name__, way.style, shop, idempotency=None) as target,
            connected(orders.__name__, way, target) as client,
        ):
            caller = Caller(client)
            for _ in range(2):
                await caller.place_order(item="book", options=ONCE)
        assert shop.keys == [ONCE.idempotency_key] * 2

    host.run(run())


@pytest.mark.parametrize("key", ["", " ", "a b", "a,b", 'a"b', '"a', '""', "x" * 256])
@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_is_no_key_is_told_and_does_nothing(
    way: Way, key: str, host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with reached(orders.__name__, way, shop) as caller:
            with pytest.raises(ServiceError) as caught:
                options = CallOptions(idempotency_key=key)
                await caller.place_order(item="book", options=options)
        assert caught.value.code is Code.INVALID_ARGUMENT
        assert "Idempotency-Key must be 1 to 255" in caught.value.message
        assert shop.calls == {}

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_answer_is_forgotten_when_it_expires(way: Way, host: Host, orders: Any) -> None:
    async def run() -> None:
        clock = [0.0]
        store = MemoryStore(expiry=60, clock=lambda: clock[0])
        shop = Shop(orders)
        async with (
            served(orders.__name__, way.style, shop, idempotency=store) as target,
            connected(orders.__name__, way, target) as client,
        ):
            caller = Caller(client)
            for clock[0], id in ((0, "1"), (59, "1"), (61, "2"), (62, "2")):
                assert (await caller.place_order(item="book", options=ONCE)).id == id

    host.run(run())


@pytest.mark.parametrize("kind", [Shop, ShopInThreads])
@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_a_call_goes_on_when_its_caller_has_gone(
    way: Way, kind: type[Shop], host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = kind(orders)
        async with reached(orders.__name__, way, shop) as caller:
            with shop.gate.shut():
                gone = asyncio.create_task(caller.place_order(item="book", options=ONCE))
                await until(lambda: shop.calls)
                gone.cancel()
                with pytest.raises(KeyInUse):
                    await caller.place_order(item="book", options=ONCE)
            await until(lambda: shop.orders)
            again = await when_not(KeyInUse, lambda: caller.place_order(item="book", options=ONCE))
            assert again.id == "1"
        assert (shop.calls["place_order"], shop.cancelled) == (1, [])

    host.run(run())


async def late(caller: Caller, shop: Shop) -> CallOptions:
    """The key of a call that the service had begun when its deadline passed."""
    key = ""

    async def place(seconds: float) -> object:
        nonlocal key
        key = f"late-{seconds}"
        options = CallOptions(idempotency_key=key, timeout=seconds)
        return await caller.place_order(item="book", options=options)

    ended = await given_up(place, ServiceError, lambda: key in shop.keys)
    assert ended.code is Code.DEADLINE_EXCEEDED
    return CallOptions(idempotency_key=key)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_async_method_ends_with_the_deadline_and_leaves_the_key_free(
    way: Way, host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with reached(orders.__name__, way, shop) as caller:
            with shop.gate.shut():
                again = await late(caller, shop)
                await until(lambda: again.idempotency_key in shop.cancelled)
                assert shop.orders == {}
            placed = await when_not(
                KeyInUse, lambda: caller.place_order(item="book", options=again)
            )
            assert placed.item == "book"
        assert shop.keys.count(again.idempotency_key) == 2

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_a_def_method_comes_to_after_the_deadline_is_kept(
    way: Way, host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = ShopInThreads(orders)
        async with reached(orders.__name__, way, shop) as caller:
            with shop.gate.shut():
                again = await late(caller, shop)
                with pytest.raises(KeyInUse):
                    await caller.place_order(item="book", options=again)
                assert shop.orders == {}
            kept = await when_not(KeyInUse, lambda: caller.place_order(item="book", options=again))
            assert kept in shop.orders.values()
        assert shop.keys.count(again.idempotency_key) == 1

    host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_repeated_change_does_not_ask_for_the_version_that_it_changed(
    way: Way, host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = Shop(orders)
        get = importlib.import_module(f"{orders.__name__}.operations").GET_ORDER
        async with reached(orders.__name__, way, shop) as caller:
            order = await caller.place_order(item="book")
            seen = CallOptions(idempotency_key="ship", if_match=get.etag_of(order))
            shipped = await caller.ship_order(order_id=order.id, options=seen)
            assert (shipped.state, shop.calls["ship_order"]) == ("shipped", 1)
            assert await caller.ship_order(order_id=order.id, options=seen) == shipped
        assert shop.calls["ship_order"] == 1

    host.run(run())


class Asked(MemoryStore):
    """Counts who asks for a key."""

    asked = 0

    async def add(self, key: str, record: bytes, seconds: float) -> bytes | None:
        self.asked += 1
        return await super().add(key, record, seconds)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_client_that_retries_waits_for_its_first_attempt(
    way: Way, host: Host, orders: Any
) -> None:
    async def run() -> None:
        shop = Shop(orders)
        store = Asked()
        async with (
            served(orders.__name__, way.style, shop, idempotency=store) as target,
            connected(orders.__name__, way, target) as client,
        ):
            caller = Caller(client)
            with shop.gate.shut():
                calls = [asyncio.create_task(caller.tell(text="a", options=ONCE)) for _ in range(2)]
                await until(lambda: store.asked == 2)
            first, second = await asyncio.gather(*calls)
        assert (first, shop.calls["tell"], store.asked) == (second, 1, 3)

    host.run(run())


def test_rest_gives_the_same_bytes_and_headers_again(host: Host, orders: Any) -> None:
    async def run() -> None:
        shop = Shop(orders)
        async with served(orders.__name__, "rest", shop) as target:
            body = b'{"item": "book"}'
            send = asyncio.to_thread
            first = await send(_post, target, "/orders", body, {})
            status, headers, _ = first
            assert (status, headers["location"]) == (201, "/orders/1")
            assert "etag" in headers
            assert await send(_post, target, "/orders", b'{"count":1,"item":"book"}', {}) == first
            status, xml, text = await send(
                _post, target, "/orders", body, {"Accept": "application/xml"}
            )
            assert (status, xml["location"], b"<id>1</id>" in text) == (201, "/orders/1", True)
            assert xml["etag"] == headers["etag"][:-1] + ';xml"'
            form = {"Content-Type": "application/xml"}
            order = b"<Order><item>book</item></Order>"
            assert await send(_post, target, "/orders", order, form) == first
            status, headers, text = await send(_post, target, "/orders", b'{"item": "pen"}', {})
            assert (status, headers["content-type"]) == (422, "application/problem+json")
            assert json.loads(text)["code"] == "failed_precondition"
            slow = {"Idempotency-Key": "slow"}
            with shop.gate.shut():
                running = asyncio.create_task(send(_post, target, "/orders", body, slow))
                await until(lambda: shop.calls["place_order"] == 2)
                status, headers, _ = await send(_post, target, "/orders", body, slow)
                assert (status, headers["retry-after"]) == (409, "1")
            assert (await running)[0] == 201
            status, _, _ = await send(_post, target, "/orders", body, {"Idempotency-Key": "a b"})
            assert status == 400

    host.run(run())


def _post(
    target: str, path: str, body: bytes, more: dict[str, str]
) -> tuple[int, dict[str, str], bytes]:
    """The answer to a request, without the headers that change by themselves."""
    connection = http.client.HTTPConnection(urlsplit(target).netloc, timeout=30)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "one", **more}
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    own = {name.lower(): value for name, value in answer.getheaders()}
    own.pop("date", None)
    return answer.status, own, content


def test_grpc_gives_the_same_bytes_and_entity_tag_again(host: Host, orders: Any) -> None:
    async def run() -> None:
        service = importlib.import_module(f"{orders.__name__}.grpc.binding").SERVICE
        operations = importlib.import_module(f"{orders.__name__}.operations")
        place = operations.PLACE_ORDER
        message = service.writer(place).write({"item": "book"}).SerializeToString()
        async with (
            served(orders.__name__, "grpc", Shop(orders)) as target,
            grpc.aio.insecure_channel(target) as channel,
        ):
            found = []
            for _ in range(2):
                metadata = (("idempotency-key", '"one"'),)
                call = channel.unary_unary(service.path(place))(message, metadata=metadata)
                found.append((await call, dict(await call.trailing_metadata())["etag"]))
        assert found[0] == found[1]

    host.run(run())


def test_each_call_of_a_batch_has_a_key_of_its_own(host: Host, orders: Any) -> None:
    async def run() -> None:
        shop = Shop(orders)
        batch = [
            {"jsonrpc": "2.0", "id": id, "method": "placeOrder", "params": {"item": item}}
            for id, item in enumerate(["a", "b", "a"])
        ]
        text = json.dumps(batch).encode()
        async with served(orders.__name__, "jsonrpc", shop) as target:
            first = await asyncio.to_thread(_post, target, "/jsonrpc", text, {})
            assert await asyncio.to_thread(_post, target, "/jsonrpc", text, {}) == first
            other = json.dumps(batch[::-1][1:]).encode()
            _, _, answer = await asyncio.to_thread(_post, target, "/jsonrpc", other, {})
        assert shop.calls["place_order"] == 3
        assert set(shop.keys) == {"one/1", "one/2", "one/3"}
        reasons = [one["error"]["data"]["reason"] for one in json.loads(answer)]
        assert reasons == ["IDEMPOTENCY_KEY_REUSED"] * 2

    host.run(run())


@pytest.mark.parametrize("outer", ASYNC, ids=str)
@pytest.mark.parametrize("inner", ASYNC, ids=str)
def test_keys_hold_through_a_gateway(inner: Way, outer: Way, host: Host, orders: Any) -> None:
    async def run() -> None:
        shop = Shop(orders)
        name = orders.__name__
        async with (
            served(name, inner.style, shop) as target,
            connected(name, inner, target) as behind,
            served(name, outer.style, behind, idempotency=None) as front,
            connected(name, outer, front) as client,
        ):
            caller = Caller(client)
            first = await caller.place_order(item="book", options=ONCE)
            assert await caller.place_order(item="book", options=ONCE) == first
            with pytest.raises(KeyReused):
                await caller.place_order(item="pen", options=ONCE)
        assert shop.calls["place_order"] == 1

    host.run(run())


class CountingMirror(Mirror):
    """Counts what it gives back."""

    def __init__(self, package: Any) -> None:
        super().__init__(package)
        self.count = 0

    async def echo(self, *, value: Any) -> Any:
        self.count += 1
        return value


def test_an_input_is_the_same_whichever_style_carries_it(host: Host, echo: Any) -> None:
    from tests.behaviour.test_values import VALUES

    async def run() -> None:
        mirror = CountingMirror(echo)
        values = [
            echo.Everything(anything=[1, None, "x"], **{name: value})
            for name, given in VALUES.items()
            for value in given
            if name != "anything"
        ]
        async with (
            reached(echo.__name__, Way("rest", "async"), mirror) as first,
            reached(echo.__name__, Way("grpc", "async"), mirror) as second,
            reached(echo.__name__, Way("jsonrpc", "sync"), mirror) as third,
        ):
            for number, value in enumerate(values, 1):
                options = CallOptions(idempotency_key=f"k{number}")
                answers = [
                    await caller.echo(value=value, options=options)
                    for caller in (first, second, third, second)
                ]
                assert answers[1:] == [answers[0]] * 3, value
                assert mirror.count == number, value

    host.run(run())
