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

    def __post_init__(self) -> None:
        """TypeError for one text, whose letters would be origins."""
        if isinstance(self.origins, str):
            raise TypeError(f"origins are a list: write [{self.origins!r}]")
