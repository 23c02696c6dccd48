"""What an MCP app can be told."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from generator.runtime.http.settings import HttpOptions, HttpSettings
from generator.runtime.idempotency.choice import IN_MEMORY, StoreChoice


class McpOptions(HttpOptions, total=False):
    """How an app serves, beyond `HttpOptions`.

    origins: the web pages that may call, as their browsers name them (``https://app.example``),
        beside those of this machine, of ``public_url`` and of ``cors``.
    max_items: how many items of a stream a result may hold (1000).
    """

    origins: Sequence[str]
    max_items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class McpSettings(HttpSettings):
    """The same with the defaults."""

    origins: Sequence[str] = ()
    max_items: int = 1000

    def __post_init__(self) -> None:
        """TypeError for one text, whose letters would be origins."""
        if isinstance(self.origins, str):
            raise TypeError(f"origins are a list: write [{self.origins!r}]")


class McpStdioOptions(TypedDict, total=False):
    """How a process serves on its standard input and output.

    max_body_size: bytes that a message may have (10 MiB).
    max_timeout: seconds that a call may take, whatever its caller or the contract says.
    max_items: how many items of a stream a result may hold (1000).
    max_calls: how many calls run at a time (256).
    idempotency: as `HttpOptions` have it.
    grace: seconds that calls may take which run when the input ends (5).
    stop: once it is set, the input counts as ended.
    """

    max_body_size: int
    max_timeout: float | None
    max_items: int
    max_calls: int
    idempotency: StoreChoice
    grace: float
    stop: asyncio.Event


@dataclass(frozen=True, slots=True, kw_only=True)
class McpStdioSettings:
    """The same with the defaults."""

    max_body_size: int = 10 * 1024 * 1024
    max_timeout: float | None = None
    max_items: int = 1000
    max_calls: int = 256
    idempotency: StoreChoice = IN_MEMORY
    grace: float = 5
    stop: asyncio.Event = field(default_factory=asyncio.Event)
