"""How a route is named in traces, as OpenTelemetry's conventions for HTTP have it.

A path holds values: where its variables stand, it has their names.
"""

from typing import Any

from generator.runtime.call import Call
from generator.runtime.errors import ServiceError
from generator.runtime.http.target import server_attributes
from generator.runtime.wire import Attributes, Wire
from generator.styles.rest.runtime.route import Route


def served(route: Route[Any], scheme: str) -> Wire:
    """A route on a server."""
    return _wire(
        route,
        {"http.route": route.path, "url.path": route.path, "url.scheme": scheme},
    )


def called(route: Route[Any], target: str) -> Wire:
    """A route of a server at this base URL, for its clients."""
    address = {"url.template": route.path, "url.full": target + route.path}
    return _wire(route, address | server_attributes(target))


def _wire(route: Route[Any], place: Attributes) -> Wire:
    return Wire(
        name=f"{route.method} {route.path}",
        attributes={"http.request.method": route.method, **place},
        outcome=_outcome,
    )


def _outcome(call: Call, _error: ServiceError | None) -> Attributes:
    return {} if call.status is None else {"http.response.status_code": call.status}
