"""What an app of Connect and gRPC-Web can be told."""

from dataclasses import dataclass

from generator.runtime.http.settings import HttpOptions, HttpSettings


class ConnectOptions(HttpOptions, total=False):
    """How an app serves, as `HttpOptions` says.

    max_body_size holds for one message, as it is when it is not compressed any more.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectSettings(HttpSettings):
    """The same with the defaults."""
