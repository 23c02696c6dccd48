"""Turns a binding into the Python files of the style: the table, the server, the clients."""

from collections.abc import Iterator

from generator.emit.python.client import ClientBase, client_file
from generator.emit.python.code import ident
from generator.emit.python.module import Emitted
from generator.emit.python.rpc_table import rpc_table
from generator.emit.python.style import app_module, package_file
from generator.formats.protobuf_rpc.binding import RpcBinding
from generator.model import Api

FOLDER = "grpc"
_CLIENTS = ClientBase(
    folder=FOLDER,
    title="gRPC",
    sync_base="SyncGrpcClient",
    async_base="AsyncGrpcClient",
    attribute="_service",
    table="SERVICE",
)


def python_files(api: Api, binding: RpcBinding) -> Iterator[Emitted]:
    """``__init__.py``, ``binding.py``, ``server.py`` and ``client.py``."""
    service = ident(api.service.pascal)
    yield package_file(FOLDER, f"{service} over gRPC.")
    yield rpc_table(api, FOLDER, "gRPC", binding)
    yield app_module(
        api,
        FOLDER,
        f"Serves {service} over gRPC, on grpc.aio.",
        app=("graceful", "GracefulServer"),
        options="GrpcOptions",
        table="SERVICE",
        more=(("_support.grpc.server", "make_server"),),
    )
    yield client_file(api, _CLIENTS)
