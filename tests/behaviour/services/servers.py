"""A data centre in memory. Some methods are ``def``, some ``async def``: a service may mix them."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta

from msgspec.structs import replace

from generated._support import UNSET, UnsetType, merge
from generated.servers import (
    ExistingServer,
    GetStatusResult,
    ImportServersResult,
    Part,
    Server,
    ServerBusy,
    ServerNotFound,
    State,
)


class DataCentre:
    """Serves ``ops.servers.v1``."""

    def __init__(self) -> None:
        self._servers: dict[str, Server] = {}
        self._ids = itertools.count(1)

    async def order_server(
        self,
        *,
        host_name: str,
        cores: int = 4,
        memory_bytes: int,
        tags: Sequence[str] = (),
        labels: Mapping[str, str] | None = None,
        rack: str | None = None,
    ) -> Server:
        server = Server(
            id=f"s-{next(self._ids)}",
            host_name=host_name,
            state=State.RUNNING,
            cores=cores,
            memory_bytes=memory_bytes,
            console_url=f"https://{host_name}.servers.example/console",
            tags=list(tags),
            labels=dict(labels or {}),
            load=[0.5, 0.25, 0.125],
            uptime=timedelta(0),
            hardware=Part(
                name="board",
                ok=True,
                parts=[Part(name="cpu", ok=True, parts=[Part(name="core", ok=False)])],
            ),
            revision=1,
            rack=rack,
        )
        self._servers[server.id] = server
        return server

    def get_server(self, *, server_id: str) -> Server:
        if server_id not in self._servers:
            raise ServerNotFound(server_id=server_id)
        return self._servers[server_id]

    def search_servers(
        self,
        *,
        query: str,
        states: Sequence[State] = (),
        min_cores: int | None = None,
        limit: int = 10,
    ) -> list[Server]:
        found = [
            server
            for server in self._servers.values()
            if query in server.host_name
            and (not states or server.state in states)
            and (min_cores is None or server.cores >= min_cores)
        ]
        return found[:limit]

    async def import_servers(
        self, *, servers: Sequence[ExistingServer], dry_run: bool = False
    ) -> ImportServersResult:
        known = {server.host_name for server in self._servers.values()}
        new = [server for server in servers if server.host_name not in known]
        imported: list[str] = []
        if not dry_run:
            for server in new:
                made = await self.order_server(
                    host_name=server.host_name, cores=server.cores, memory_bytes=0
                )
                imported.append(made.id)
        return ImportServersResult(imported=imported, skipped=len(servers) - len(new))

    async def restart_server(
        self, *, server_id: str, graceful: bool = True, grace: timedelta = timedelta(seconds=30)
    ) -> Server:
        server = self.get_server(server_id=server_id)
        if server.state is State.RESTARTING and not graceful:
            raise ServerBusy(state=server.state, retry_in=grace)
        return self._change(server, state=State.RESTARTING)

    async def reboot_server(self, *, server_id: str) -> Server:
        return await self.restart_server(server_id=server_id)

    async def update_server(
        self,
        *,
        server_id: str,
        host_name: str | UnsetType = UNSET,
        cores: int | UnsetType | None = UNSET,
        memory_bytes: int | UnsetType = UNSET,
        tags: Sequence[str] | UnsetType | None = UNSET,
        labels: Mapping[str, str | None] | UnsetType | None = UNSET,
        rack: str | UnsetType | None = UNSET,
    ) -> Server:
        server = self.get_server(server_id=server_id)
        changes = {
            "host_name": host_name,
            "cores": cores,
            "memory_bytes": memory_bytes,
            "tags": tags,
            "labels": labels,
            "rack": rack,
        }
        return self._change(merge(server, changes))

    async def remove_server(self, *, server_id: str) -> None:
        server = self.get_server(server_id=server_id)
        if server.state is State.RESTARTING:
            raise ServerBusy(state=server.state)
        del self._servers[server_id]

    def get_status(self) -> GetStatusResult:
        return GetStatusResult(ok=True, version="3.0.0", servers=len(self._servers))

    def _change(self, server: Server, **changes: object) -> Server:
        self._servers[server.id] = replace(server, **changes, revision=server.revision + 1)
        return self._servers[server.id]
