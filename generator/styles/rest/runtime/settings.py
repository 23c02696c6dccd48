"""What a REST app can be told."""

from dataclasses import dataclass

from generator.runtime.http.settings import HttpOptions, HttpSettings


class RestOptions(HttpOptions, total=False):
    """How an app serves, as `HttpOptions` says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestSettings(HttpSettings):
    """The same with the defaults."""
