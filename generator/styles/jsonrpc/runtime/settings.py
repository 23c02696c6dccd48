"""What a JSON-RPC app can be told."""

from dataclasses import dataclass

from generator.runtime.http.settings import HttpOptions, HttpSettings
from generator.runtime.stdio_settings import StdioOptions, StdioSettings


class JsonRpcOptions(HttpOptions, total=False):
    """How an app serves, beyond `HttpOptions`.

    max_batch: calls that a batch may hold (100).
    concurrency: calls of a batch that run at a time (16).
    """

    max_batch: int
    concurrency: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRpcSettings(HttpSettings):
    """The same with the defaults."""

    max_batch: int = 100
    concurrency: int = 16


class JsonRpcStdioOptions(StdioOptions, total=False):
    """How a process serves on its standard input and output, beyond `StdioOptions`.

    max_batch: calls that a batch may hold (100).
    concurrency: calls of a batch that run at a time (16).
    """

    max_batch: int
    concurrency: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRpcStdioSettings(StdioSettings):
    """The same with the defaults."""

    max_batch: int = 100
    concurrency: int = 16
