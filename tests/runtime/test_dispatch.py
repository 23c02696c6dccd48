"""One call of one operation on the server's side, whatever the style."""

import asyncio
import contextlib
import datetime
import functools
import inspect
import logging
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.waiting import DEADLINES

CONTEXT = threading.local()


@pytest.fixture
def product(types: Any) -> Any:
    return types.Product(
        id="1",
        name="T",
        price=Decimal(1),
        category=types.Category.CLOTHES,
        created_at=datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC),
    )


@pytest.fixture
def dispatch(table: Any, support: Any) -> Callable[..., Any]:
    """Serves one call of an operation by its method's name."""
    target = support("dispatch").Target
    call_type = support("call").Call
    operations = {operation.method: operation for operation in table.OPERATIONS}

    def run(service: object, method: str, raw: dict[str, Any], **context: Any) -> Any:
        call = call_type(operation=method, style="test", **context)
        return asyncio.run(target(service, operations[method]).serve(raw, call))

    return run


def service(**methods: Any) -> Any:
    """An object with these methods."""
    return type("Service", (), {name: staticmethod(m) for name, m in methods.items()})()


def failure(run: Callable[[], object]) -> Any:
    with pytest.raises(Exception) as caught:
        run()
    return caught.value


def test_a_method_may_return_any_awaitable(
    dispatch: Any, product: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ready:
        def __await__(self) -> Any:
            yield from asyncio.sleep(0).__await__()
            return product

    def marked(*, product_id: str) -> Any:
        assert product_id == "1"
        return Ready()

    # As `inspect.markcoroutinefunction` of Python 3.12 marks it.
    is_async = inspect.iscoroutinefunction

    def known(method: object) -> bool:
        return method is marked or is_async(method)

    monkeypatch.setattr(inspect, "iscoroutinefunction", known)
    assert dispatch(service(get_product=marked), "get_product", {"productId": "1"}) is product


def test_def_and_async_def_serve_alike(dispatch: Any, product: Any) -> None:
    async def waiting(*, product_id: str) -> Any:
        await asyncio.sleep(0)
        return product if product_id == "1" else None

    def plain(*, product_id: str) -> Any:
        return product if product_id == "1" else None

    @functools.wraps(waiting)
    def decorated(**arguments: Any) -> Any:
        return waiting(**arguments)

    for method in (waiting, plain, decorated):
        assert dispatch(service(get_product=method), "get_product", {"productId": "1"}) is product


def test_a_def_runs_beside_the_loop_and_knows_its_call(
    dispatch: Any, product: Any, support: Any
) -> None:
    seen: list[Any] = []
    current = support("call").current_call

    def get(*, product_id: str) -> Any:
        seen.append((threading.current_thread(), current().style, current().headers[product_id]))
        return product

    dispatch(service(get_product=get), "get_product", {"productId": "1"}, headers={"1": "one"})
    thread, *rest = seen[0]
    assert thread is not threading.main_thread()
    assert rest == ["test", "one"]
    with pytest.raises(LookupError):
        current()


def test_invalid_input_never_reaches_the_method(dispatch: Any) -> None:
    called: list[Any] = []
    error = failure(
        lambda: dispatch(service(get_product=called.append), "get_product", {"productId": 1})
    )
    assert (error.code, [v.pointer for v in error.violations]) == (
        "invalid_argument",
        ["/productId"],
    )
    assert called == []


def test_a_declared_error_leaves_as_it_is(dispatch: Any, errors: Any) -> None:
    def get(*, product_id: str) -> Any:
        raise errors.ProductNotFound(product_id=product_id)

    error = failure(lambda: dispatch(service(get_product=get), "get_product", {"productId": "7"}))
    assert (type(error), error.product_id) == (errors.ProductNotFound, "7")
    assert error.__cause__ is None


def test_a_built_in_error_leaves_as_it_is(dispatch: Any, support: Any) -> None:
    busy = support("errors").ServiceError("Busy.", code=support("codes").Code.UNAVAILABLE)

    async def get(**_: Any) -> Any:
        raise busy

    assert (
        failure(lambda: dispatch(service(get_product=get), "get_product", {"productId": "7"}))
        is busy
    )


@pytest.mark.parametrize("how", ["exception", "error of another operation", "subclass"])
def test_what_nobody_declared_is_masked_and_logged(
    dispatch: Any, errors: Any, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    stranger = type("Stranger", (errors.ProductNotFound,), {})
    raised = {
        "exception": RuntimeError("the password is s3cr3t!"),
        "error of another operation": errors.ProductExists(name="the password is s3cr3t!"),
        "subclass": stranger(product_id="the password is s3cr3t!"),
    }[how]

    async def get(**_: Any) -> Any:
        raise raised

    with caplog.at_level(logging.ERROR):
        error = failure(
            lambda: dispatch(service(get_product=get), "get_product", {"productId": "7"})
        )
    assert error.code == "internal"
    assert "s3cr3t!" not in str(error)
    correlation = error.message.rpartition(" ")[2]
    assert correlation in caplog.text
    assert caplog.records[0].exc_info is not None
    assert caplog.records[0].exc_info[1] is raised


def test_a_result_of_the_wrong_type_is_our_own_failure(
    dispatch: Any, product: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for wrong in (None, "product", [product]):
        error = failure(
            lambda value=wrong: dispatch(
                service(get_product=lambda **_: value), "get_product", {"productId": "7"}
            )
        )
        assert error.code == "internal"
    assert "must be Product, and is NoneType" in caplog.text


@pytest.mark.parametrize("value", [None, 1, "text", [{}]], ids=repr)
def test_any_value_is_a_result_where_the_contract_says_any(
    table: Any, support: Any, value: object
) -> None:
    operation = support("operation").Operation(
        name="GetProduct",
        method="get_product",
        schema=table.GET_PRODUCT.schema,
        request=table.GET_PRODUCT.request,
        response=Any,
    )
    target = support("dispatch").Target(service(get_product=lambda **_: value), operation)
    call = support("call").Call(operation="GetProduct", style="test")
    assert asyncio.run(target.serve({"productId": "7"}, call)) == value


def test_what_a_method_without_output_returns_does_not_matter(dispatch: Any) -> None:
    assert (
        dispatch(service(delete_product=lambda **_: 5), "delete_product", {"productId": "7"})
        is None
    )


def test_a_missing_method_is_unimplemented(dispatch: Any) -> None:
    error = failure(lambda: dispatch(service(), "ping", {}))
    assert (error.code, error.message) == ("unimplemented", "Ping is not implemented.")


def test_the_deadline_stops_the_method_and_tells_the_caller(dispatch: Any) -> None:
    ended: list[str] = []

    async def get(**_: Any) -> Any:
        ended.append("begun")
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    for seconds in DEADLINES:
        error = failure(
            functools.partial(
                dispatch,
                service(get_product=get),
                "get_product",
                {"productId": "1"},
                deadline=time.monotonic() + seconds,
            )
        )
        assert error.code == "deadline_exceeded"
        if ended:  # the method began in this time
            break
    assert ended == ["begun", "cancelled"]


def test_a_timeout_of_the_method_itself_is_not_the_callers_deadline(dispatch: Any) -> None:
    async def get(**_: Any) -> Any:
        raise TimeoutError

    error = failure(
        lambda: dispatch(
            service(get_product=get),
            "get_product",
            {"productId": "1"},
            deadline=time.monotonic() + 30,
        )
    )
    assert error.code == "internal"


def test_a_def_learns_that_nobody_waits_any_more(dispatch: Any, support: Any) -> None:
    begun, noticed = threading.Event(), threading.Event()
    current = support("call").current_call

    def get(**_: Any) -> Any:
        begun.set()
        for _attempt in range(6000):
            if current().cancelled:
                noticed.set()
                return
            time.sleep(0.005)

    for seconds in DEADLINES:
        with contextlib.suppress(Exception):
            dispatch(
                service(get_product=get),
                "get_product",
                {"productId": "1"},
                deadline=time.monotonic() + seconds,
            )
        if begun.is_set():
            break
    assert noticed.wait(30)


def test_cancelling_the_call_cancels_the_method(table: Any, support: Any) -> None:
    ended: list[str] = []

    async def get(**_: Any) -> Any:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    async def scenario() -> None:
        target = support("dispatch").Target(service(get_product=get), table.GET_PRODUCT)
        call = support("call").Call(operation="GetProduct", style="test")
        task = asyncio.create_task(target.serve({"productId": "1"}, call))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scenario())
    assert ended == ["cancelled"]


class Store:
    """One product that can be changed."""

    def __init__(self, product: Any, errors: Any) -> None:
        self.product = product
        self.errors = errors
        self.changes = 0

    async def get_product(self, *, product_id: str) -> Any:
        if product_id != self.product.id:
            raise self.errors.ProductNotFound(product_id=product_id)
        return self.product

    def delete_product(self, *, product_id: str) -> None:
        del product_id
        self.changes += 1


def test_a_change_needs_the_tag_that_the_caller_has_seen(
    dispatch: Any, product: Any, errors: Any, table: Any, support: Any
) -> None:
    store = Store(product, errors)
    tag = table.GET_PRODUCT.etag.of(product)
    delete = functools.partial(dispatch, store, "delete_product", {"productId": "1"})

    def refused(**headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return failure(lambda: delete(headers=named))

    assert refused(if_match='"stale"').code == "aborted"
    assert refused(if_none_match="*").code == "aborted"
    assert type(refused(if_match='"x"')) is support("errors").PreconditionFailed
    assert store.changes == 0
    delete(headers={"if-match": f'"other", {tag}'})
    delete(headers={"if-match": "*"})
    delete()
    assert store.changes == 3


def test_of_what_is_missing_the_declared_error_tells(
    dispatch: Any, product: Any, errors: Any
) -> None:
    error = failure(
        lambda: dispatch(
            Store(product, errors),
            "delete_product",
            {"productId": "9"},
            headers={"if-match": '"x"'},
        )
    )
    assert type(error) is errors.ProductNotFound
