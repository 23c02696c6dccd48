"""One span a call, on both sides and in one trace, named as OpenTelemetry's conventions have it."""

import asyncio
import contextlib
import importlib
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from generated._support import CallOptions, ServiceError
from generated._support.otel import client_tracing, server_tracing, sync_client_tracing
from generated.products import Product, ProductNotFound
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served
from tests.behaviour.probe import SECRET, Probe
from tests.behaviour.test_hooks import PACKAGE
from tests.behaviour.test_hooks_of_streams import WAYS, package, support  # noqa: F401
from tests.behaviour.test_streams import Awaiting
from tests.behaviour.told import of_each

every_way = pytest.mark.parametrize("way", REMOTE, ids=str)
SPANS, FAILED = of_each("SPAN"), of_each("FAILED")


class Traces:
    """A provider, and the spans that have ended."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))

    async def spans(self, count: int) -> dict[str, Any]:
        """The spans by kind, once there are so many."""
        async with asyncio.timeout(30):
            while len(found := self.exporter.get_finished_spans()) < count:
                await asyncio.sleep(0.005)
        assert len(found) == count
        return {span.kind.name: span for span in found}


def tracing(way: Way, traces: Traces, module: Any = None) -> Any:
    make = client_tracing if way.client == "async" else sync_client_tracing
    if module is not None:
        make = getattr(module, make.__name__)
    return make(traces.provider)


def traced(host: Host, way: Way, service: Any, product_id: str, **more: Any) -> dict[str, Any]:
    """The spans of a call of GetProduct, whatever comes of it."""
    traces = Traces()

    async def run() -> dict[str, Any]:
        async with (
            served(PACKAGE, way.style, service, hooks=[server_tracing(traces.provider)]) as target,
            connected(PACKAGE, way, target, hooks=[tracing(way, traces)]) as client,
        ):
            with contextlib.suppress(ServiceError):
                await Caller(client).get_product(product_id=product_id, **more)
            return await traces.spans(2)

    return host.run(run())


@every_way
def test_client_and_server_are_one_trace(way: Way, host: Host) -> None:
    spans = traced(host, way, Probe(), "1")
    client, server = spans["CLIENT"], spans["SERVER"]
    assert server.context.trace_id == client.context.trace_id
    assert server.parent.span_id == client.context.span_id
    assert client.start_time <= server.start_time
    assert server.status.status_code is client.status.status_code is trace.StatusCode.UNSET


@pytest.mark.parametrize("way", [way for way in REMOTE if way.style in SPANS], ids=str)
def test_spans_are_named_by_the_conventions(way: Way, host: Host) -> None:
    spans = traced(host, way, Probe(), "1")
    name, server, expected = SPANS[way.style]
    assert spans["SERVER"].name == spans["CLIENT"].name == name
    assert dict(spans["SERVER"].attributes) == server
    client = dict(spans["CLIENT"].attributes)
    assert client.pop("server.address") == "127.0.0.1"
    target = f"http://127.0.0.1:{client.pop('server.port')}"
    if "url.full" in expected:
        expected = {**expected, "url.full": expected["url.full"].replace("{target}", target)}
    assert client == expected


@pytest.mark.parametrize("way", [way for way in REMOTE if way.style in FAILED], ids=str)
def test_an_error_of_the_caller_is_one_of_the_client_only(way: Way, host: Host) -> None:
    class Empty(Probe):
        async def get_product(self, *, product_id: str) -> Product:
            raise ProductNotFound(SECRET, product_id=product_id)

    spans = traced(host, way, Empty(), "7")
    name, told, _ = FAILED[way.style]
    assert spans["SERVER"].attributes[name] == spans["CLIENT"].attributes[name] == told
    assert spans["SERVER"].status.status_code is trace.StatusCode.UNSET
    assert spans["CLIENT"].status.status_code is trace.StatusCode.ERROR
    assert spans["CLIENT"].attributes["error.type"] == str(told)


@pytest.mark.parametrize("way", [way for way in REMOTE if way.style in FAILED], ids=str)
def test_a_crash_is_an_error_of_both_and_tells_nothing(way: Way, host: Host) -> None:
    options = CallOptions(headers={"x-secret": SECRET})
    spans = traced(host, way, Probe(), "crash", options=options)
    name, _, told = FAILED[way.style]
    for span in spans.values():
        assert span.attributes[name] == told
        assert span.attributes["error.type"] == str(told)
        assert span.status.status_code is trace.StatusCode.ERROR
        assert not span.status.description
        assert span.events == ()
        assert SECRET not in span.to_json()


@every_way
def test_spans_of_the_service_are_below_that_of_the_call(way: Way, host: Host) -> None:
    traces = Traces()
    tracer = traces.provider.get_tracer("service")

    class Inner(Probe):
        async def get_product(self, *, product_id: str) -> Product:
            with tracer.start_as_current_span("inner"):
                return await super().get_product(product_id=product_id)

        def delete_product(self, *, product_id: str) -> None:  # type: ignore[override]
            del product_id
            with tracer.start_as_current_span("inner"):
                pass

    async def run() -> dict[str, Any]:
        async with (
            served(PACKAGE, way.style, Inner(), hooks=[server_tracing(traces.provider)]) as target,
            connected(PACKAGE, way, target) as client,
        ):
            for method in ("get_product", "delete_product"):
                await getattr(Caller(client), method)(product_id="1")
                spans = await traces.spans(2)
                assert spans["INTERNAL"].parent.span_id == spans["SERVER"].context.span_id
                traces.exporter.clear()

    host.run(run())


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_span_is_as_long_as_its_stream(way: Way, host: Host, package: Any) -> None:  # noqa: F811
    otel = importlib.import_module(f"{support(package)}.otel")
    from tests.behaviour.services.streams import Sensors

    traces = Traces()
    tracer = traces.provider.get_tracer("service")

    class Inner(Sensors):
        async def names(self) -> Any:
            with tracer.start_as_current_span("inner"):
                yield "x"
            await asyncio.sleep(0.02)
            yield "y"

    async def run() -> dict[str, Any]:
        hooks = [otel.server_tracing(traces.provider)]
        own = [tracing(way, traces, otel)]
        async with (
            served(package.__name__, way.style, Inner(package), hooks=hooks) as target,
            connected(package.__name__, way, target, hooks=own) as client,
        ):
            caller = client if way.client == "async" else Awaiting(client)
            assert [name async for name in caller.names()] == ["x", "y"]
            return await traces.spans(3)

    spans = host.run(run())
    client, server, inner = spans["CLIENT"], spans["SERVER"], spans["INTERNAL"]
    assert server.parent.span_id == client.context.span_id
    assert inner.parent.span_id == server.context.span_id
    for span in (client, server):
        assert span.end_time - span.start_time >= 20_000_000
        assert span.status.status_code is trace.StatusCode.UNSET
