"""The operations of Servers: what goes in and comes out."""

from .._support.etag import Etag
from .._support.operation import Operation
from .._support.schema import Schema
from .errors import ServerBusy, ServerNotFound
from .types import (
    GetServerRequest,
    GetStatusRequest,
    GetStatusResult,
    ImportServersRequest,
    ImportServersResult,
    OrderServerRequest,
    RebootServerRequest,
    RemoveServerRequest,
    RestartServerRequest,
    SearchServersRequest,
    Server,
    UpdateServerRequest,
)

SCHEMA = Schema(beside=__name__)

ORDER_SERVER = Operation[Server](
    name="OrderServer",
    method="order_server",
    schema=SCHEMA,
    request=OrderServerRequest,
    response=Server,
    etag=Etag(field="revision"),
)

GET_SERVER = Operation[Server](
    name="GetServer",
    method="get_server",
    schema=SCHEMA,
    request=GetServerRequest,
    response=Server,
    errors=(ServerNotFound,),
    safe=True,
    idempotent=True,
    attempts=4,
    etag=Etag(field="revision"),
)

SEARCH_SERVERS = Operation[list[Server]](
    name="SearchServers",
    method="search_servers",
    schema=SCHEMA,
    request=SearchServersRequest,
    response=list[Server],
    safe=True,
    idempotent=True,
)

IMPORT_SERVERS = Operation[ImportServersResult](
    name="ImportServers",
    method="import_servers",
    schema=SCHEMA,
    request=ImportServersRequest,
    response=ImportServersResult,
)

RESTART_SERVER = Operation[Server](
    name="RestartServer",
    method="restart_server",
    schema=SCHEMA,
    request=RestartServerRequest,
    response=Server,
    errors=(ServerNotFound, ServerBusy),
    idempotent=True,
    timeout=120.0,
    etag=Etag(
        resource="Server",
        keys=("server_id",),
        get="get_server",
        field="revision",
    ),
)

REBOOT_SERVER = Operation[Server](
    name="RebootServer",
    method="reboot_server",
    schema=SCHEMA,
    request=RebootServerRequest,
    response=Server,
    errors=(ServerNotFound,),
    etag=Etag(
        resource="Server",
        keys=("server_id",),
        get="get_server",
        field="revision",
    ),
)

UPDATE_SERVER = Operation[Server](
    name="UpdateServer",
    method="update_server",
    schema=SCHEMA,
    request=UpdateServerRequest,
    response=Server,
    errors=(ServerNotFound,),
    idempotent=True,
    etag=Etag(
        resource="Server",
        keys=("server_id",),
        get="get_server",
        required=True,
        field="revision",
    ),
)

REMOVE_SERVER = Operation[None](
    name="RemoveServer",
    method="remove_server",
    schema=SCHEMA,
    request=RemoveServerRequest,
    response=None,
    errors=(ServerNotFound, ServerBusy),
    idempotent=True,
    etag=Etag(
        resource="Server",
        keys=("server_id",),
        get="get_server",
        required=True,
        field="revision",
    ),
)

GET_STATUS = Operation[GetStatusResult](
    name="GetStatus",
    method="get_status",
    schema=SCHEMA,
    request=GetStatusRequest,
    response=GetStatusResult,
    safe=True,
    idempotent=True,
)

OPERATIONS = (
    ORDER_SERVER,
    GET_SERVER,
    SEARCH_SERVERS,
    IMPORT_SERVERS,
    RESTART_SERVER,
    REBOOT_SERVER,
    UPDATE_SERVER,
    REMOVE_SERVER,
    GET_STATUS,
)
