"""What a REST app can be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.runtime.http.settings import HttpOptions, HttpSettings


class RestOptions(HttpOptions, total=False):
    """How an app serves, as `HttpOptions` says.

    origins: whose pages may open WebSockets besides its own, such as ``https://app.example``;
    ``*``: those of all.
    """

    origins: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestSettings(HttpSettings):
    """The same with the defaults."""

    origins: Sequence[str] = ()
