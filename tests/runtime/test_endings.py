"""Methods that end in something else than a value or an Exception: one call, whatever the style."""

import asyncio
import gc
import logging
import threading
import types
from collections.abc import Callable
from typing import Any

import pytest

from generator.runtime import masking
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError

SECRET = "the password is 4711"


class Unspeakable(Exception):
    """Fails even when it is printed."""

    def __str__(self) -> str:
        raise RuntimeError(SECRET)

    __repr__ = __str__


ENDINGS: dict[str, Callable[[], BaseException]] = {
    "StopIteration": lambda: StopIteration(SECRET),
    "StopAsyncIteration": lambda: StopAsyncIteration(SECRET),
    "CancelledError": lambda: asyncio.CancelledError(SECRET),
    "SystemExit": lambda: SystemExit(SECRET),
    "GeneratorExit": lambda: GeneratorExit(SECRET),
    "BaseExceptionGroup": lambda: BaseExceptionGroup(SECRET, [SystemExit(SECRET)]),
    "BaseException": lambda: BaseException(SECRET),
    "unspeakable": Unspeakable,
    "message that is not text": lambda: ServiceError(Unspeakable()),  # type: ignore[arg-type]
    "message that UTF-8 cannot hold": lambda: ServiceError("\ud800"),
    "code that is none": lambda: ServiceError(code="lost"),  # type: ignore[arg-type]
    "violation that is none": lambda: ServiceError(violations=["/name"]),  # type: ignore[list-item]
    "pause that is none": lambda: ServiceError(retry_after=float("nan")),
}


@pytest.fixture
def serve(table: Any, support: Any) -> Callable[..., Any]:
    """The coroutine that serves one GetProduct by a method."""
    target, call = support("dispatch").Target, support("call").Call

    def start(method: Callable[..., Any], **context: Any) -> Any:
        service = types.SimpleNamespace(get_product=method)
        made = target(service, table.GET_PRODUCT)
        return made.serve({"productId": "1"}, call(operation="GetProduct", style="test", **context))

    return start


def _method(how: str, make: Callable[[], BaseException]) -> Callable[..., Any]:
    def plain(**_: Any) -> Any:
        raise make()

    async def asynchronous(**_: Any) -> Any:
        raise make()

    return plain if how == "def" else asynchronous


def _error(support: Any, make: Callable[[], BaseException]) -> BaseException:
    """The same error, of the classes of the package under test."""
    error = make()
    if not isinstance(error, ServiceError):
        return error
    made: BaseException = support("errors").ServiceError(error.message)
    made.__dict__.update(error.__dict__)
    return made


@pytest.mark.parametrize("how", ["def", "async def"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_method_that_ends_in_anything_is_answered_with_internal(
    serve: Any, support: Any, how: str, ending: str, caplog: pytest.LogCaptureFixture
) -> None:
    method = _method(how, lambda: _error(support, ENDINGS[ending]))
    with pytest.raises(support("errors").ServiceError) as caught, caplog.at_level(logging.ERROR):
        asyncio.run(asyncio.wait_for(serve(method), 30))
    assert caught.value.code == "internal"
    assert "password" not in caught.value.message
    assert caught.value.message.rpartition(" ")[2] in caplog.text


@pytest.mark.parametrize("how", ["def", "async def"])
def test_only_the_end_of_the_process_passes_on(serve: Any, how: str) -> None:
    method = _method(how, KeyboardInterrupt)

    async def call() -> None:
        with pytest.raises(KeyboardInterrupt):
            await serve(method)

    asyncio.run(call())


def test_a_cancellation_of_something_else_is_a_failure_and_of_the_call_its_end(
    serve: Any, support: Any
) -> None:
    started = asyncio.Event()

    async def waits_for_what_was_cancelled(**_: Any) -> Any:
        other = asyncio.create_task(asyncio.sleep(60))
        other.cancel()
        await other

    async def waits(**_: Any) -> Any:
        started.set()
        await asyncio.sleep(60)

    async def scenario() -> None:
        with pytest.raises(support("errors").ServiceError) as caught:
            await serve(waits_for_what_was_cancelled)
        assert caught.value.code == "internal"
        task = asyncio.create_task(serve(waits))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scenario())


def test_a_call_that_is_closed_ends_in_silence(
    serve: Any, caplog: pytest.LogCaptureFixture
) -> None:
    @types.coroutine
    def _forever() -> Any:
        while True:
            yield

    async def waits(**_: Any) -> Any:
        await _forever()

    async def scenario() -> None:  # a deadline needs a loop
        work = serve(waits)
        work.send(None)
        work.close()
        with pytest.raises(GeneratorExit):
            thrown = serve(waits)
            thrown.send(None)
            thrown.throw(GeneratorExit)

    asyncio.run(scenario())
    gc.collect()
    assert not caplog.records


def test_a_log_that_fails_does_not_cost_the_answer(
    serve: Any, support: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(support("masking").logger, "error", fail)
    with pytest.raises(support("errors").ServiceError) as caught:
        asyncio.run(serve(_method("def", StopIteration)))
    assert caught.value.code == "internal"


def test_a_def_that_was_cancelled_before_it_began_never_begins(serve: Any, support: Any) -> None:
    threads = support("threads")
    began, release = [], threading.Event()

    def occupy() -> None:
        release.wait(30)

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        busy = loop.run_in_executor(threads.threads(), occupy)
        task = asyncio.create_task(serve(lambda **_: began.append(1)))
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.sleep(0.01)
        release.set()
        await busy

    threads.set_threads(1)
    try:
        asyncio.run(scenario())
    finally:
        threads.set_threads(threads.DEFAULT_THREADS)
    assert began == []


def test_an_error_that_leaves_has_a_code_that_every_style_knows() -> None:
    operation: Any = types.SimpleNamespace(errors=(), name="X", method="x", request=None)
    error = ServiceError("Later.", code="unavailable")  # type: ignore[arg-type]
    assert masking.leaving(operation, error) is error
    assert error.code is Code.UNAVAILABLE


def test_the_log_names_an_error_that_the_operation_does_not_declare(
    serve: Any, support: Any, caplog: pytest.LogCaptureFixture
) -> None:
    class Unpaid(support("errors").ServiceError):  # type: ignore[misc]
        pass

    async def method(**_: Any) -> Any:
        raise Unpaid("Pay first.")

    with pytest.raises(support("errors").ServiceError, match="internal"):
        asyncio.run(serve(method))
    assert "GetProduct, which does not declare Unpaid, failed" in caplog.text
