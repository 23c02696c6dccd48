"""What Servers offers, however it is reached."""

import datetime
from typing import Protocol

from msgspec import UNSET, UnsetType

from .types import ExistingServer, GetStatusResult, ImportServersResult, Server, State


class Servers(Protocol):
    """The machines of a data centre, and what can be done to them."""

    async def order_server(
        self,
        *,
        host_name: str,
        cores: int = 4,
        memory_bytes: int,
        tags: list[str] = ...,
        labels: dict[str, str] = ...,
        rack: str | None = None,
    ) -> Server:
        """Set up a new machine."""
        ...

    async def get_server(
        self,
        *,
        server_id: str,
    ) -> Server:
        """Look up one machine.

        Raises ServerNotFound.
        """
        ...

    async def search_servers(
        self,
        *,
        query: str,
        states: list[State] = ...,
        min_cores: int | None = None,
        limit: int = 10,
    ) -> list[Server]:
        """Find machines by what they have and do."""
        ...

    async def import_servers(
        self,
        *,
        servers: list[ExistingServer],
        dry_run: bool = False,
    ) -> ImportServersResult:
        """Take over machines that run already."""
        ...

    async def restart_server(
        self,
        *,
        server_id: str,
        graceful: bool = True,
        grace: datetime.timedelta = ...,
    ) -> Server:
        """Restart a machine; asking twice restarts it once.

        Raises ServerNotFound, ServerBusy.
        """
        ...

    async def reboot_server(
        self,
        *,
        server_id: str,
    ) -> Server:
        """The old name of RestartServer.

        Deprecated: use RestartServer.

        Raises ServerNotFound.
        """
        ...

    async def update_server(
        self,
        *,
        server_id: str,
        host_name: str | UnsetType = UNSET,
        cores: int | UnsetType | None = UNSET,
        memory_bytes: int | UnsetType = UNSET,
        tags: list[str] | UnsetType | None = UNSET,
        labels: dict[str, str | None] | UnsetType | None = UNSET,
        rack: str | UnsetType | None = UNSET,
    ) -> Server:
        """Change a machine. Needs the revision that the change is based on.

        Raises ServerNotFound.
        """
        ...

    async def remove_server(
        self,
        *,
        server_id: str,
    ) -> None:
        """Switch a machine off and give it back.

        Raises ServerNotFound, ServerBusy.
        """
        ...

    async def get_status(
        self,
    ) -> GetStatusResult:
        """Whether this service itself is well."""
        ...


class ServersSync(Protocol):
    """`Servers` for callers that wait: the same methods, as `def`."""

    def order_server(
        self,
        *,
        host_name: str,
        cores: int = 4,
        memory_bytes: int,
        tags: list[str] = ...,
        labels: dict[str, str] = ...,
        rack: str | None = None,
    ) -> Server:
        """Set up a new machine."""
        ...

    def get_server(
        self,
        *,
        server_id: str,
    ) -> Server:
        """Look up one machine.

        Raises ServerNotFound.
        """
        ...

    def search_servers(
        self,
        *,
        query: str,
        states: list[State] = ...,
        min_cores: int | None = None,
        limit: int = 10,
    ) -> list[Server]:
        """Find machines by what they have and do."""
        ...

    def import_servers(
        self,
        *,
        servers: list[ExistingServer],
        dry_run: bool = False,
    ) -> ImportServersResult:
        """Take over machines that run already."""
        ...

    def restart_server(
        self,
        *,
        server_id: str,
        graceful: bool = True,
        grace: datetime.timedelta = ...,
    ) -> Server:
        """Restart a machine; asking twice restarts it once.

        Raises ServerNotFound, ServerBusy.
        """
        ...

    def reboot_server(
        self,
        *,
        server_id: str,
    ) -> Server:
        """The old name of RestartServer.

        Deprecated: use RestartServer.

        Raises ServerNotFound.
        """
        ...

    def update_server(
        self,
        *,
        server_id: str,
        host_name: str | UnsetType = UNSET,
        cores: int | UnsetType | None = UNSET,
        memory_bytes: int | UnsetType = UNSET,
        tags: list[str] | UnsetType | None = UNSET,
        labels: dict[str, str | None] | UnsetType | None = UNSET,
        rack: str | UnsetType | None = UNSET,
    ) -> Server:
        """Change a machine. Needs the revision that the change is based on.

        Raises ServerNotFound.
        """
        ...

    def remove_server(
        self,
        *,
        server_id: str,
    ) -> None:
        """Switch a machine off and give it back.

        Raises ServerNotFound, ServerBusy.
        """
        ...

    def get_status(
        self,
    ) -> GetStatusResult:
        """Whether this service itself is well."""
        ...
