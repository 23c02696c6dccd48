"""How the styles of a contract are served together: their table, and the settings."""

from dataclasses import dataclass
from typing import Literal

from .limits import LIMITS, Limits

DEFAULT_THREADS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a process serves.

    grace: seconds that calls get to end when it stops; then they are `unavailable`.
    threads: how many ``def`` methods run at a time; max_timeout: seconds that a call may take,
    whatever its caller or the contract says; limits: what one peer may take.
    """

    grace: float = 10
    threads: int = DEFAULT_THREADS
    max_timeout: float | None = None
    limits: Limits = LIMITS

    def __post_init__(self) -> None:
        """ValueError for what no server can keep."""
        if not self.grace >= 0:
            raise ValueError("grace must not be negative")
        if self.threads < 1:
            raise ValueError("threads must be at least 1")
        if self.max_timeout is not None and not self.max_timeout > 0:
            raise ValueError("max_timeout must be greater than 0")


SETTINGS = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """How the server module of a style is run.

    asgi: ``create_app(service)`` is an app that answers at ``mount`` beside others ("": at every
    path that is nobody else's); server: ``create_server(service)`` opens its own port.
    """

    name: str
    title: str
    kind: Literal["asgi", "server"]
    mount: str = ""
