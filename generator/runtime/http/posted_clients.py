"""The clients that post every call to one path below their target."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Unpack

from .client_options import HttpClientOptions
from .clients import AsyncHttpClient, SyncHttpClient

if TYPE_CHECKING:
    from ..auth.sending import Source
    from ..hook import Hook, SyncHook


class SyncPostedClient(SyncHttpClient):
    """A sync client; safe to share between threads. A style says its path, and how it writes."""

    _own_path: ClassVar[str]

    def __init__(
        self,
        target: str,
        *,
        path: str | None = None,
        credentials: "Source | None" = None,
        hooks: "Sequence[SyncHook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """As `SyncHttpClient`; requests go to ``path`` below the target (the style's)."""
        self._path = self._own_path if path is None else path
        super().__init__(
            target,
            credentials=credentials,
            hooks=hooks,
            timeout=timeout,
            **options,
        )


class AsyncPostedClient(AsyncHttpClient):
    """An async client; it may be used in several event loops."""

    _own_path: ClassVar[str]

    def __init__(
        self,
        target: str,
        *,
        path: str | None = None,
        credentials: "Source | None" = None,
        hooks: "Sequence[Hook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """As `AsyncHttpClient`; requests go to ``path`` below the target (the style's)."""
        self._path = self._own_path if path is None else path
        super().__init__(
            target,
            credentials=credentials,
            hooks=hooks,
            timeout=timeout,
            **options,
        )
