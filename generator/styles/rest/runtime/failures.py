"""Turns what failed in a request into its answer."""

from collections.abc import Mapping

from generator.runtime.auth.refusal import Refusal
from generator.runtime.errors import NotModified, ServiceError
from generator.runtime.http.asgi import Reply, Scope
from generator.runtime.masking import masked_at
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.problem import render
from generator.styles.rest.runtime.route import UNDECLARED, ProblemType
from generator.styles.rest.runtime.writer import Representation


def failure(
    problems: Mapping[type[ServiceError], ProblemType],
    error: Exception,
    endpoint: Endpoint | None,
    form: Representation | None,
    scope: Scope,
) -> Reply:
    """The answer to a request that failed, whatever failed in it."""
    place = endpoint.name if endpoint else f"{scope['method']} {scope['path']}"
    if not isinstance(error, ServiceError):
        return render(masked_at(place, error), {})
    try:
        if endpoint and form and isinstance(error, NotModified):
            unchanged = endpoint.write_unchanged(error, form)
            if unchanged is not None:
                return unchanged
        if endpoint is None:
            return render(error, problems, UNDECLARED)
        reply = endpoint.failed(error, problems)
    except Exception as unprintable:  # noqa: BLE001
        return render(masked_at(place, unprintable), {})
    if isinstance(error, Refusal) and b"expect" in dict(scope["headers"]):
        # The body that was announced may come, or not (RFC 9110 §10.1.1).
        reply[1].append((b"connection", b"close"))
    return reply
