"""Where the credentials of a call are looked for, in the words that all styles share."""

from collections.abc import Mapping
from typing import Any, Protocol


class Evidence(Protocol):
    """What one call shows of who makes it; a style makes it from its request."""

    def header(self, name: str) -> str | None:
        """A header, or metadata, by its lower-case name."""
        ...


class HttpEvidence:
    """That of a request of HTTP: its headers by lower-case name, its scope of ASGI."""

    __slots__ = ("_headers", "_scope")

    def __init__(
        self,
        headers: Mapping[bytes, bytes],
        scope: Mapping[str, Any],
    ) -> None:
        self._headers = headers
        self._scope = scope

    def header(self, name: str) -> str | None:
        """A header by its lower-case name."""
        found = self._headers.get(name.encode())
        return None if found is None else found.decode("latin-1")
