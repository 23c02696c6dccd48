"""Turns a binding into the Python files of the style: the table, the server, the clients."""

from collections.abc import Iterator

from generator.emit.http_headers import fixed_headers
from generator.emit.python.client import ClientBase, client_file
from generator.emit.python.code import ident
from generator.emit.python.module import Emitted
from generator.emit.python.rpc_table import rpc_table
from generator.emit.python.style import app_module, package_file
from generator.model import Api
from generator.styles.connect.binding import ConnectBinding

FOLDER = "connect"
_CLIENTS = ClientBase(
    folder=FOLDER,
    title="Connect",
    sync_base="SyncConnectClient",
    async_base="AsyncConnectClient",
    attribute="_service",
    table="SERVICE",
)


def python_files(api: Api, binding: ConnectBinding) -> Iterator[Emitted]:
    """``__init__.py``, ``binding.py``, ``server.py`` and ``client.py``."""
    service = ident(api.service.pascal)
    yield package_file(FOLDER, f"{service} over Connect and gRPC-Web.")
    yield rpc_table(api, FOLDER, "Connect", binding, fixed_headers)
    yield app_module(
        api,
        FOLDER,
        f"Serves {service} over Connect and gRPC-Web.",
        app=("server", "ConnectApp"),
        options="ConnectOptions",
        table="SERVICE",
    )
    yield client_file(api, _CLIENTS)
