"""What an MCP app can be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.runtime.http.settings import HttpOptions, HttpSettings
from generator.runtime.stdio_settings import StdioOptions, StdioSettings


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


class McpStdioOptions(StdioOptions, total=False):
    """How a process serves on its standard input and output, beyond `StdioOptions`.

    max_items: how many items of a stream a result may hold (1000).
    """

    max_items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class McpStdioSettings(StdioSettings):
    """The same with the defaults."""

    max_items: int = 1000
