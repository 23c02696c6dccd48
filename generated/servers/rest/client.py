"""Calls Servers over REST, waiting or awaiting."""

import datetime

from msgspec import UNSET, UnsetType

from ..._support import CallOptions
from ..._support.rest.client import AsyncRestClient, SyncRestClient
from ..operations import (
    GET_SERVER,
    GET_STATUS,
    IMPORT_SERVERS,
    ORDER_SERVER,
    REBOOT_SERVER,
    REMOVE_SERVER,
    RESTART_SERVER,
    SEARCH_SERVERS,
    UPDATE_SERVER,
)
from ..types import ExistingServer, GetStatusResult, ImportServersResult, Server, State
from .binding import BINDING


class Client(SyncRestClient):
    """Servers over REST; every call waits."""

    _binding = BINDING

    def order_server(
        self,
        *,
        host_name: str,
        cores: int | UnsetType = UNSET,
        memory_bytes: int,
        tags: list[str] | UnsetType = UNSET,
        labels: dict[str, str] | UnsetType = UNSET,
        rack: str | None = None,
        options: CallOptions | None = None,
    ) -> Server:
        """Set up a new machine."""
        return self._call(
            ORDER_SERVER,
            {
                "host_name": host_name,
                "cores": cores,
                "memory_bytes": memory_bytes,
                "tags": tags,
                "labels": labels,
                "rack": rack,
            },
            options,
        )

    def get_server(
        self,
        *,
        server_id: str,
        options: CallOptions | None = None,
    ) -> Server:
        """Look up one machine.

        Raises ServerNotFound.
        """
        return self._call(
            GET_SERVER,
            {
                "server_id": server_id,
            },
            options,
        )

    def search_servers(
        self,
        *,
        query: str,
        states: list[State] | UnsetType = UNSET,
        min_cores: int | None = None,
        limit: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> list[Server]:
        """Find machines by what they have and do."""
        return self._call(
            SEARCH_SERVERS,
            {
                "query": query,
                "states": states,
                "min_cores": min_cores,
                "limit": limit,
            },
            options,
        )

    def import_servers(
        self,
        *,
        servers: list[ExistingServer],
        dry_run: bool | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> ImportServersResult:
        """Take over machines that run already."""
        return self._call(
            IMPORT_SERVERS,
            {
                "servers": servers,
                "dry_run": dry_run,
            },
            options,
        )

    def restart_server(
        self,
        *,
        server_id: str,
        graceful: bool | UnsetType = UNSET,
        grace: datetime.timedelta | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Server:
        """Restart a machine; asking twice restarts it once.

        Raises ServerNotFound, ServerBusy.
        """
        return self._call(
            RESTART_SERVER,
            {
                "server_id": server_id,
                "graceful": graceful,
                "grace": grace,
            },
            options,
        )

    def reboot_server(
        self,
        *,
        server_id: str,
        options: CallOptions | None = None,
    ) -> Server:
        """The old name of RestartServer.

        Deprecated: use RestartServer.

        Raises ServerNotFound.
        """
        return self._call(
            REBOOT_SERVER,
            {
                "server_id": server_id,
            },
            options,
        )

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
        options: CallOptions | None = None,
    ) -> Server:
        """Change a machine. Needs the revision that the change is based on.

        Raises ServerNotFound.
        """
        return self._call(
            UPDATE_SERVER,
            {
                "server_id": server_id,
                "host_name": host_name,
                "cores": cores,
                "memory_bytes": memory_bytes,
                "tags": tags,
                "labels": labels,
                "rack": rack,
            },
            options,
        )

    def remove_server(
        self,
        *,
        server_id: str,
        options: CallOptions | None = None,
    ) -> None:
        """Switch a machine off and give it back.

        Raises ServerNotFound, ServerBusy.
        """
        self._call(
            REMOVE_SERVER,
            {
                "server_id": server_id,
            },
            options,
        )

    def get_status(
        self,
        *,
        options: CallOptions | None = None,
    ) -> GetStatusResult:
        """Whether this service itself is well."""
        return self._call(
            GET_STATUS,
            {},
            options,
        )


class AsyncClient(AsyncRestClient):
    """Servers over REST; calls are awaited."""

    _binding = BINDING

    async def order_server(
        self,
        *,
        host_name: str,
        cores: int | UnsetType = UNSET,
        memory_bytes: int,
        tags: list[str] | UnsetType = UNSET,
        labels: dict[str, str] | UnsetType = UNSET,
        rack: str | None = None,
        options: CallOptions | None = None,
    ) -> Server:
        """Set up a new machine."""
        return await self._call(
            ORDER_SERVER,
            {
                "host_name": host_name,
                "cores": cores,
                "memory_bytes": memory_bytes,
                "tags": tags,
                "labels": labels,
                "rack": rack,
            },
            options,
        )

    async def get_server(
        self,
        *,
        server_id: str,
        options: CallOptions | None = None,
    ) -> Server:
        """Look up one machine.

        Raises ServerNotFound.
        """
        return await self._call(
            GET_SERVER,
            {
                "server_id": server_id,
            },
            options,
        )

    async def search_servers(
        self,
        *,
        query: str,
        states: list[State] | UnsetType = UNSET,
        min_cores: int | None = None,
        limit: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> list[Server]:
        """Find machines by what they have and do."""
        return await self._call(
            SEARCH_SERVERS,
            {
                "query": query,
                "states": states,
                "min_cores": min_cores,
                "limit": limit,
            },
            options,
        )

    async def import_servers(
        self,
        *,
        servers: list[ExistingServer],
        dry_run: bool | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> ImportServersResult:
        """Take over machines that run already."""
        return await self._call(
            IMPORT_SERVERS,
            {
                "servers": servers,
                "dry_run": dry_run,
            },
            options,
        )

    async def restart_server(
        self,
        *,
        server_id: str,
        graceful: bool | UnsetType = UNSET,
        grace: datetime.timedelta | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Server:
        """Restart a machine; asking twice restarts it once.

        Raises ServerNotFound, ServerBusy.
        """
        return await self._call(
            RESTART_SERVER,
            {
                "server_id": server_id,
                "graceful": graceful,
                "grace": grace,
            },
            options,
        )

    async def reboot_server(
        self,
        *,
        server_id: str,
        options: CallOptions | None = None,
    ) -> Server:
        """The old name of RestartServer.

        Deprecated: use RestartServer.

        Raises ServerNotFound.
        """
        return await self._call(
            REBOOT_SERVER,
            {
                "server_id": server_id,
            },
            options,
        )

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
        options: CallOptions | None = None,
    ) -> Server:
        """Change a machine. Needs the revision that the change is based on.

        Raises ServerNotFound.
        """
        return await self._call(
            UPDATE_SERVER,
            {
                "server_id": server_id,
                "host_name": host_name,
                "cores": cores,
                "memory_bytes": memory_bytes,
                "tags": tags,
                "labels": labels,
                "rack": rack,
            },
            options,
        )

    async def remove_server(
        self,
        *,
        server_id: str,
        options: CallOptions | None = None,
    ) -> None:
        """Switch a machine off and give it back.

        Raises ServerNotFound, ServerBusy.
        """
        await self._call(
            REMOVE_SERVER,
            {
                "server_id": server_id,
            },
            options,
        )

    async def get_status(
        self,
        *,
        options: CallOptions | None = None,
    ) -> GetStatusResult:
        """Whether this service itself is well."""
        return await self._call(
            GET_STATUS,
            {},
            options,
        )
