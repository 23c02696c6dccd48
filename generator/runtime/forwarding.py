"""Turns a client into a service that passes on what its caller asked for, but no credentials."""

import inspect
from typing import Any

from .call import CURRENT, CallOptions


def as_service(service: object) -> Any:
    """What serves calls for an object: a client (of any copy of this package) passes them on."""
    is_client = getattr(type(service), "_is_client", False) is True
    return _Forwarder(service) if is_client else service


class _Forwarder:
    """The methods of a client, each with the deadline and the conditions of the current call."""

    def __init__(self, client: object) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        if inspect.iscoroutinefunction(method):

            async def awaited(**arguments: Any) -> Any:
                return await method(**arguments, options=_passed_on())

            return awaited

        def waiting(**arguments: Any) -> Any:
            return method(**arguments, options=_passed_on())

        return waiting


def _passed_on() -> CallOptions:
    call = CURRENT.get()
    return CallOptions(
        timeout=call.remaining(),
        idempotency_key=call.idempotency_key,
        if_match=call.if_match,
        if_none_match=call.if_none_match,
    )
