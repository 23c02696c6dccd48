"""One span of OpenTelemetry for every call: hooks for servers and clients.

Names and attributes are those of its semantic conventions for HTTP and RPC, 1.45; no attribute is a
value of a call. What is to be done with spans is for the program to set up.
"""

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from typing import Any

from .call import Call
from .codes import Code
from .errors import NotModified, ServiceError
from .hook import Hook, SyncHook
from .hooks import AbandonedError, observed
from .missing_package import missing

try:
    context: Any = importlib.import_module("opentelemetry.context")
    propagate: Any = importlib.import_module("opentelemetry.propagate")
    trace: Any = importlib.import_module("opentelemetry.trace")
except ModuleNotFoundError as error:
    raise missing(error, "otel") from None

_NAME = "diptych"
# Failures of a server, in the eyes of its own: the others are the caller's.
_OWN = {
    Code.UNKNOWN,
    Code.DEADLINE_EXCEEDED,
    Code.UNIMPLEMENTED,
    Code.INTERNAL,
    Code.UNAVAILABLE,
    Code.DATA_LOSS,
}


def server_tracing(provider: Any = None) -> Hook:
    """A hook for servers: a span for each call, in the trace that its caller names.

    provider: None: the one of the program. The span ends when the answer has been written. Put it
    first: then it is around all the others.
    """
    tracer = trace.get_tracer(_NAME, tracer_provider=provider)

    async def traced(call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
        parent = propagate.extract(call.headers)
        span = _begin(tracer, call, trace.SpanKind.SERVER, parent)
        failure: BaseException | None = None

        def ended(error: BaseException | None) -> None:
            nonlocal failure
            failure = error

        def answered() -> None:
            _end(span, call, failure, _is_of_server(failure))

        call.after(answered)
        token = context.attach(trace.set_span_in_context(span, parent))
        try:
            return observed(await proceed(), ended)
        except BaseException as error:
            ended(error)
            raise
        finally:
            context.detach(token)

    return traced


def client_tracing(provider: Any = None) -> Hook:
    """A hook for async clients: a span for each call, and the caller's trace in its headers.

    provider: None: the one of the program.
    """
    tracer = trace.get_tracer(_NAME, tracer_provider=provider)

    async def traced(call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
        span, token = _go(tracer, call)
        try:
            return observed(await proceed(), _at_end(span, call))
        except BaseException as error:
            _at_end(span, call)(error)
            raise
        finally:
            context.detach(token)

    return traced


def sync_client_tracing(provider: Any = None) -> SyncHook:
    """The same hook for sync clients."""
    tracer = trace.get_tracer(_NAME, tracer_provider=provider)

    def traced(call: Call, proceed: Callable[[], Any]) -> Any:
        span, token = _go(tracer, call)
        try:
            return observed(proceed(), _at_end(span, call))
        except BaseException as error:
            _at_end(span, call)(error)
            raise
        finally:
            context.detach(token)

    return traced


def _begin(
    tracer: Any,
    call: Call,
    kind: Any,
    parent: Any,
) -> Any:
    wire = call.wire
    name = call.operation if wire is None else wire.name
    attributes = None if wire is None else wire.attributes
    return tracer.start_span(name, parent, kind, attributes)


def _go(tracer: Any, call: Call) -> tuple[Any, Any]:
    """A client's span, and what ends its being the current one; the call's headers name it."""
    span = _begin(tracer, call, trace.SpanKind.CLIENT, None)
    current = trace.set_span_in_context(span)
    headers = dict(call.headers)
    propagate.inject(headers, current)
    call.headers = headers
    return span, context.attach(current)


def _at_end(span: Any, call: Call) -> Callable[[BaseException | None], None]:
    def ended(error: BaseException | None) -> None:
        abandoned = isinstance(error, AbandonedError | NotModified)
        _end(span, call, error, error is not None and not abandoned)

    return ended


def _end(
    span: Any,
    call: Call,
    error: BaseException | None,
    failed: bool,
) -> None:
    """End a span with what the call has come to; never with a text that may hold a value."""
    known = error if isinstance(error, ServiceError) else None
    if call.wire is not None and (error is None or known is not None):
        outcome = call.wire.outcome(call, known)
        span.set_attributes(outcome)
    else:
        outcome = {}
    if failed:
        span.set_status(trace.StatusCode.ERROR)
        kind = next(iter(outcome.values()), _kind(error))
        span.set_attribute("error.type", str(kind))
    span.end()


def _kind(error: BaseException | None) -> str:
    if isinstance(error, ServiceError):
        return str(error.code)
    if isinstance(error, asyncio.CancelledError):
        return "cancelled"
    return type(error).__name__


def _is_of_server(error: BaseException | None) -> bool:
    """Whether a server counts it among its own failures."""
    if isinstance(error, ServiceError):
        return error.code in _OWN
    abandoned = (asyncio.CancelledError, AbandonedError, GeneratorExit)
    return error is not None and not isinstance(error, abandoned)
