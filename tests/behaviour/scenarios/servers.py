"""Restarts machines over ``ops.servers.v1``."""

from datetime import timedelta

import pytest

from generated.servers import (
    ExistingServer,
    Part,
    ServerBusy,
    ServerNotFound,
    Servers,
    State,
)

UINT64_MAX = 2**64 - 1


async def walk(service: Servers) -> None:
    status = await service.get_status()
    assert (status.ok, status.version, status.servers) == (True, "3.0.0", 0)

    db = await service.order_server(
        host_name="db-1",
        cores=16,
        memory_bytes=UINT64_MAX,
        tags=["database"],
        labels={"rack": "4"},
        rack="7",
    )
    assert db.memory_bytes == UINT64_MAX
    assert db.console_url == "https://db-1.servers.example/console"
    assert db.load == [0.5, 0.25, 0.125]
    assert db.uptime == timedelta(0)
    assert db.hardware is not None
    assert db.hardware.parts[0].parts == [Part(name="core", ok=False)]
    assert db.revision == 1
    web = await service.order_server(host_name="web-1", memory_bytes=0)
    assert (web.cores, web.tags, web.labels, web.rack) == (4, [], {}, None)
    assert await service.get_server(server_id=db.id) == db

    assert await service.search_servers(query="-1") == [db, web]
    assert await service.search_servers(query="-1", min_cores=5) == [db]
    assert await service.search_servers(query="-1", states=[State.STOPPED]) == []
    assert await service.search_servers(
        query="-1", states=[State.RUNNING, State.STOPPED], limit=1
    ) == [db]
    assert await service.search_servers(query="a & b=c/d?") == []

    dry = await service.import_servers(
        servers=[
            ExistingServer(host_name="web-1", cores=1),
            ExistingServer(host_name="web-2", cores=2, address="10.0.0.2"),
        ],
        dry_run=True,
    )
    assert (dry.imported, dry.skipped) == ([], 1)
    done = await service.import_servers(servers=[ExistingServer(host_name="web-2", cores=2)])
    assert (done.imported, done.skipped) == (["s-3"], 0)
    assert (await service.get_status()).servers == 3

    await _changes(service, db.id)


async def _changes(service: Servers, server_id: str) -> None:
    renamed = await service.update_server(server_id=server_id, host_name="db-primary")
    assert (renamed.host_name, renamed.cores, renamed.rack) == ("db-primary", 16, "7")
    cleared = await service.update_server(server_id=server_id, rack=None, tags=[], labels=None)
    assert (cleared.rack, cleared.tags, cleared.labels) == (None, [], {})
    assert cleared.host_name == "db-primary"
    assert cleared.revision == 3

    restarting = await service.restart_server(server_id=server_id)
    assert restarting.state is State.RESTARTING
    with pytest.raises(ServerBusy) as busy:
        await service.restart_server(
            server_id=server_id, graceful=False, grace=timedelta(seconds=90)
        )
    assert busy.value.state is State.RESTARTING
    assert busy.value.retry_in == timedelta(seconds=90)
    assert (await service.reboot_server(server_id=server_id)).state is State.RESTARTING
    with pytest.raises(ServerBusy) as still_busy:
        await service.remove_server(server_id=server_id)
    assert still_busy.value.retry_in is None

    await service.remove_server(server_id="s-3")
    for call in (
        service.get_server,
        service.restart_server,
        service.reboot_server,
        service.update_server,
        service.remove_server,
    ):
        with pytest.raises(ServerNotFound) as missing:
            await call(server_id="s-3")
        assert missing.value.server_id == "s-3"
