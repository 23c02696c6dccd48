"""Makes a call of a client behind its hooks, which may change what is sent."""

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import Any

from .call import NO_OPTIONS, Call, CallOptions, headers_of, own_options
from .hooks import Proceed, chained
from .operation import Operation

# Makes a call with these options; what is known of the answer it writes into the call.
Make = Callable[[CallOptions, Call], Any]


def hooked(
    hooks: Sequence[Callable[..., Any]],
    call: Call,
    options: CallOptions | None,
    make: Make,
) -> Any:
    """What a call comes to behind hooks; to be awaited if they are."""
    proceed = Proceed(lambda: make(_left(call, options), call))
    return chained(hooks, call, proceed)


def outgoing(
    operation: Operation[Any],
    options: CallOptions | None,
    timeout: float | None,
    style: str,
) -> Call:
    """The call that a client is about to make, as hooks see it.

    timeout: seconds for a call that has no deadline of its own.
    """
    given = own_options(options or NO_OPTIONS)
    limits = (given.timeout, operation.timeout, timeout)
    limit = next((seconds for seconds in limits if seconds is not None), None)
    return Call(
        operation=operation.name,
        style=style,
        headers=headers_of(given),
        deadline=None if limit is None else time.monotonic() + limit,
    )


def _left(call: Call, options: CallOptions | None) -> CallOptions:
    """The options with which a call goes on, as its hooks have left it.

    ValueError for headers that no style could carry.
    """
    headers = {name.lower(): text for name, text in call.headers.items()}
    return dataclasses.replace(
        own_options(options or NO_OPTIONS),
        timeout=call.remaining(),
        idempotency_key=headers.pop("idempotency-key", None),
        if_match=headers.pop("if-match", None),
        if_none_match=headers.pop("if-none-match", None),
        headers=headers,
    )
