"""What an app writes into its ASGI scope, for the middleware of others around it.

Starlette, FastAPI and those who measure and trace them look for ``scope["route"].path`` and
``scope["endpoint"]`` once the app has answered: the template of the path, not what a client asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """A route that was found; path: with ``{name}`` where a value stands; name: the operation."""

    path: str
    path_format: str
    name: str
    methods: frozenset[str]
    endpoint: Callable[..., Any] | None = None
