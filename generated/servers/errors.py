"""What can go wrong in Servers."""

import datetime
from typing import ClassVar

from .._support import Code, ServiceError
from .types import State


class ServerNotFound(ServiceError):
    """Server not found."""

    code = Code.NOT_FOUND
    members: ClassVar[dict[str, str]] = {
        "server_id": "server_id",
    }

    server_id: str

    def __init__(
        self,
        message: str = "Server not found.",
        *,
        server_id: str,
    ) -> None:
        super().__init__(message)
        self.server_id = server_id


class ServerBusy(ServiceError):
    """The server is in the middle of something else."""

    code = Code.FAILED_PRECONDITION
    members: ClassVar[dict[str, str]] = {
        "state": "state",
        "retry_in": "retry_in",
    }

    state: State
    retry_in: datetime.timedelta | None

    def __init__(
        self,
        message: str = "The server is in the middle of something else.",
        *,
        state: State,
        retry_in: datetime.timedelta | None = None,
    ) -> None:
        super().__init__(message)
        self.state = state
        self.retry_in = retry_in
