"""Serves a generated client as a service: what its caller asks of the call goes on with it."""

import inspect
import re
from collections.abc import Callable
from typing import Any

from .call import Call, CallOptions, current_call

_TEXT = re.compile(r"[\x20-\x7e]*")


def forwarding(
    service: object,
    method: Callable[..., Any] | None,
) -> Callable[..., Any] | None:
    """The method of a service; that of a client is called with the options of the current call."""
    if method is None or not getattr(service, "_takes_options", False):
        return method
    call = method
    if inspect.iscoroutinefunction(call):

        async def forward(**arguments: Any) -> Any:
            return await call(**arguments, options=passed_on(current_call()))

        return forward

    def forward_in_thread(**arguments: Any) -> Any:
        return call(**arguments, options=passed_on(current_call()))

    return forward_in_thread


def passed_on(call: Call) -> CallOptions:
    """Deadline, conditions and idempotency key of a call, for the one that it becomes.

    Never its headers: credentials are for whom they were sent to.
    """
    return CallOptions(
        timeout=call.remaining(),
        if_match=_printable(call.if_match),
        if_none_match=_printable(call.if_none_match),
        idempotency_key=_printable(call.idempotency_key),
    )


def _printable(text: str | None) -> str | None:
    return text if text is not None and _TEXT.fullmatch(text) else None
