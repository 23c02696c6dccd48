"""What travels in Servers."""

from __future__ import annotations

import datetime

import msgspec
from msgspec import UNSET, UnsetType

from .._support.values import OpenEnum


class State(OpenEnum):
    """What a server is doing."""

    RUNNING = "RUNNING"
    STOPPED = "STOPPED"
    RESTARTING = "RESTARTING"


class Part(msgspec.Struct, kw_only=True):
    """A part of a server; parts have parts."""

    name: str
    ok: bool
    parts: list[Part] = msgspec.field(default_factory=list)


class Server(msgspec.Struct, kw_only=True):
    """One machine."""

    id: str
    host_name: str
    state: State
    cores: int = 4
    memory_bytes: int
    console_url: str | None = None
    tags: list[str] = msgspec.field(default_factory=list)
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    load: list[float]
    """Over 1, 5 and 15 minutes."""
    uptime: datetime.timedelta
    hardware: Part | None = None
    revision: int
    """Grows with every change."""
    rack: str | None = None
    """Where it stands.

    Deprecated: use labels.
    """


class ExistingServer(msgspec.Struct, kw_only=True):
    """A machine that runs already, as its owner describes it."""

    host_name: str
    cores: int
    address: str | None = None


class OrderServerRequest(msgspec.Struct, kw_only=True):
    """The input of OrderServer."""

    host_name: str
    cores: int = 4
    memory_bytes: int
    tags: list[str] = msgspec.field(default_factory=list)
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    rack: str | None = None
    """Where it stands.

    Deprecated: use labels.
    """


class GetServerRequest(msgspec.Struct, kw_only=True):
    """The input of GetServer."""

    server_id: str
    """The id of the server."""


class SearchServersRequest(msgspec.Struct, kw_only=True):
    """The input of SearchServers."""

    query: str
    states: list[State] = msgspec.field(default_factory=list)
    min_cores: int | None = None
    limit: int = 10


class ImportServersRequest(msgspec.Struct, kw_only=True):
    """The input of ImportServers."""

    servers: list[ExistingServer]
    dry_run: bool = False


class ImportServersResult(msgspec.Struct, kw_only=True):
    """What ImportServers gives back."""

    imported: list[str]
    """The ids of the new servers."""
    skipped: int


class RestartServerRequest(msgspec.Struct, kw_only=True):
    """The input of RestartServer."""

    server_id: str
    """The id of the server."""
    graceful: bool = True
    """Let programs end by themselves first."""
    grace: datetime.timedelta = datetime.timedelta(seconds=30)


class RebootServerRequest(msgspec.Struct, kw_only=True):
    """The input of RebootServer."""

    server_id: str
    """The id of the server."""


class UpdateServerRequest(msgspec.Struct, kw_only=True):
    """The input of UpdateServer."""

    server_id: str
    """The id of the server."""
    host_name: str | UnsetType = UNSET
    cores: int | UnsetType | None = UNSET
    memory_bytes: int | UnsetType = UNSET
    tags: list[str] | UnsetType | None = UNSET
    labels: dict[str, str | None] | UnsetType | None = UNSET
    rack: str | UnsetType | None = UNSET
    """Where it stands.

    Deprecated: use labels.
    """


class RemoveServerRequest(msgspec.Struct, kw_only=True):
    """The input of RemoveServer."""

    server_id: str
    """The id of the server."""


class GetStatusRequest(msgspec.Struct, kw_only=True):
    """The input of GetStatus."""


class GetStatusResult(msgspec.Struct, kw_only=True):
    """What GetStatus gives back."""

    ok: bool
    version: str
    servers: int
