"""What an XML-RPC app can be told."""

from dataclasses import dataclass

from generator.runtime.http.settings import HttpOptions, HttpSettings


class XmlRpcOptions(HttpOptions, total=False):
    """How an app serves, beyond `HttpOptions`.

    max_batch: calls that a `system.multicall` may hold (100).
    concurrency: calls of it that run at a time (16).
    """

    max_batch: int
    concurrency: int


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlRpcSettings(HttpSettings):
    """The same with the defaults."""

    max_batch: int = 100
    concurrency: int = 16
