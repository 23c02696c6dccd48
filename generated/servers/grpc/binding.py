"""How Servers travels over gRPC: rpcs, messages, enum numbers."""

from ..._support.grpc.method import Method, Service, beside
from .. import errors, operations, types

SERVICE = Service(
    "ops.servers.v1.ServersService",
    Method(
        name="OrderServer",
        operation=operations.ORDER_SERVER,
        result="server",
        tagged=True,
    ),
    Method(
        name="GetServer",
        operation=operations.GET_SERVER,
        result="server",
        tagged=True,
    ),
    Method(
        name="SearchServers",
        operation=operations.SEARCH_SERVERS,
        result="servers",
    ),
    Method(
        name="ImportServers",
        operation=operations.IMPORT_SERVERS,
    ),
    Method(
        name="RestartServer",
        operation=operations.RESTART_SERVER,
        result="server",
        tagged=True,
    ),
    Method(
        name="RebootServer",
        operation=operations.REBOOT_SERVER,
        result="server",
        tagged=True,
    ),
    Method(
        name="UpdateServer",
        operation=operations.UPDATE_SERVER,
        result="server",
        tagged=True,
    ),
    Method(
        name="RemoveServer",
        operation=operations.REMOVE_SERVER,
    ),
    Method(
        name="GetStatus",
        operation=operations.GET_STATUS,
    ),
    descriptor=beside(__name__, "descriptor.binpb"),
    enums={
        types.State: {
            "RUNNING": 1,
            "STOPPED": 2,
            "RESTARTING": 3,
        },
    },
    reasons={
        errors.ServerNotFound: "SERVER_NOT_FOUND",
        errors.ServerBusy: "SERVER_BUSY",
    },
)
