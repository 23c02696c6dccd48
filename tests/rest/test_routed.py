"""Middleware of others around an app finds the template of the route that was asked for."""

import asyncio
import json
from typing import Any

import pytest
from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from generated.products.rest.server import create_app
from tests.behaviour.probe import Probe


async def ask(app: Any, path: str, method: str = "GET") -> dict[str, Any]:
    """The scope of a request, once it has been answered."""

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Any) -> None:
        pass

    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"shop.example")],
        "server": ("shop.example", 80),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    return scope


@pytest.mark.parametrize("options", [{}, {"request_id": True, "compress": True}])
def test_the_scope_has_the_template_and_the_method_of_the_service(options: Any) -> None:
    service = Probe()
    scope = asyncio.run(ask(create_app(service, **options), "/products/123"))
    assert scope["route"].path == scope["route"].path_format == "/products/{product_id}"
    assert scope["route"].name == "GetProduct"
    assert scope["endpoint"] == service.get_product


def test_a_path_that_is_nobodys_has_no_route() -> None:
    assert "route" not in asyncio.run(ask(create_app(Probe()), "/nothing"))


def test_the_middleware_of_opentelemetry_counts_by_the_template() -> None:
    reader = InMemoryMetricReader()
    app = OpenTelemetryMiddleware(
        create_app(Probe()),
        meter_provider=MeterProvider(metric_readers=[reader]),
    )
    asyncio.run(ask(app, "/products/123"))
    data = reader.get_metrics_data()
    assert data is not None
    told = json.loads(data.to_json())
    metrics = told["resource_metrics"][0]["scope_metrics"][0]["metrics"]
    durations = next(metric for metric in metrics if metric["name"].endswith("duration"))
    attributes = durations["data"]["data_points"][0]["attributes"]
    assert "/products/{product_id}" in attributes.values()
