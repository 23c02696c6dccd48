"""The machines of a data centre, and what can be done to them."""

from .errors import ServerBusy, ServerNotFound
from .service import Servers, ServersSync
from .serving import serve
from .types import (
    ExistingServer,
    GetStatusResult,
    ImportServersResult,
    Part,
    Server,
    State,
)

__all__ = [
    "ExistingServer",
    "GetStatusResult",
    "ImportServersResult",
    "Part",
    "Server",
    "ServerBusy",
    "ServerNotFound",
    "Servers",
    "ServersSync",
    "State",
    "serve",
]
