"""What a process can be told that serves on its standard input and output."""

import asyncio
from dataclasses import dataclass, field
from typing import TypedDict

from .idempotency.choice import IN_MEMORY, StoreChoice


class StdioOptions(TypedDict, total=False):
    """How a process serves on its standard input and output.

    max_body_size: bytes that a message may have (10 MiB).
    max_timeout: seconds that a call may take, whatever its caller or the contract says.
    max_calls: how many calls run at a time (256).
    idempotency: as `HttpOptions` have it.
    grace: seconds that calls may take which run when the input ends (5).
    stop: once it is set, the input counts as ended.
    """

    max_body_size: int
    max_timeout: float | None
    max_calls: int
    idempotency: StoreChoice
    grace: float
    stop: asyncio.Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StdioSettings:
    """The same with the defaults."""

    max_body_size: int = 10 * 1024 * 1024
    max_timeout: float | None = None
    max_calls: int = 256
    idempotency: StoreChoice = IN_MEMORY
    grace: float = 5
    stop: asyncio.Event = field(default_factory=asyncio.Event)
