"""Turns the addresses that people write into sockets that listen, and those into targets."""

import contextlib
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .hosts import STDIO, Host, ServeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An address and who answers there.

    listener: accepts the connections of ASGI apps; None: the server opens ``address`` itself, or
    it is ``stdio``, where nobody connects.
    """

    hosts: tuple[Host, ...]
    address: str
    listener: socket.socket | None = None

    def targets(self, *, encrypted: bool, mounts: Mapping[str, str]) -> dict[str, str]:
        """The target of each style's clients."""
        if self.listener is None:
            return {host.name: self.address for host in self.hosts}
        scheme = "https" if encrypted else "http"
        url = f"{scheme}://{_joined(*self.listener.getsockname()[:2])}"
        return {host.name: url + self.mount(host, mounts) for host in self.hosts}

    def mount(self, host: Host, mounts: Mapping[str, str]) -> str:
        """The path that a style is mounted at; alone at its address it is not."""
        return mounts.get(host.name, host.mount) if len(self.hosts) > 1 else ""


@contextlib.contextmanager
def bound(
    hosts: Sequence[Host],
    addresses: Mapping[str, str | None],
    *,
    shared: bool = False,
) -> Iterator[list[Bound]]:
    """Listen at the addresses while the block runs.

    shared: hold the addresses of servers that open them themselves, so that several processes can.
    """
    with contextlib.ExitStack() as open_sockets:
        found = []
        for (address, _), group in _by_address(hosts, addresses).items():
            if address == STDIO:
                found.append(Bound(hosts=tuple(group), address=STDIO))
                continue
            if group[0].kind == "asgi":
                listener = open_sockets.enter_context(_listener(address))
                found.append(
                    Bound(hosts=tuple(group), address=address, listener=listener),
                )
                continue
            # Two servers on one port would share the calls without a word: find out first.
            with _listener(address):
                pass
            where = _joined(*split(address))
            if shared:
                where = open_sockets.enter_context(_reserved(address))
            found.append(Bound(hosts=tuple(group), address=where))
        yield found


def _by_address(
    hosts: Sequence[Host],
    addresses: Mapping[str, str | None],
) -> dict[tuple[str, str], list[Host]]:
    groups: dict[tuple[str, str], list[Host]] = {}
    for host in hosts:
        address = addresses.get(host.name)
        if address == STDIO:
            _refuse_stdio(host, groups, hosts)
            groups[STDIO, ""] = [host]
        elif address:
            # Port 0 is any free one: what cannot be mounted beside others gets its own.
            alone = host.kind == "server" and split(address)[1] == 0
            groups.setdefault((address, host.name if alone else ""), []).append(host)
    if not groups:
        names = ", ".join(host.name for host in hosts)
        raise ServeError(f"no address to serve at: {names}")
    for (address, _), group in groups.items():
        if len(group) > 1 and {host.kind for host in group} != {"asgi"}:
            titles = " and ".join(host.title for host in group)
            raise ServeError(f"{titles} cannot share {address}: give each its own port")
    return groups


def _refuse_stdio(
    host: Host,
    groups: Mapping[tuple[str, str], Sequence[Host]],
    hosts: Sequence[Host],
) -> None:
    """ServeError for a style that cannot be served so, or a second one that would."""
    if not host.stdio:
        able = [other.name for other in hosts if other.stdio]
        which = f"only {' and '.join(able)} can be" if able else "no style here can be"
        raise ServeError(f"{host.title} is not served on stdio: {which}")
    for other in groups.get((STDIO, ""), ()):
        raise ServeError(
            f"{other.title} and {host.title} cannot share stdio: serve one of them over HTTP",
        )


@contextlib.contextmanager
def _listener(address: str) -> Iterator[socket.socket]:
    host, port = split(address)
    try:
        listener = socket.create_server(
            (host, port),
            family=_family(host),
            backlog=2048,
        )
    except (OSError, OverflowError) as error:
        raise ServeError(f"cannot listen at {address}: {_reason(error)}") from None
    with listener:
        yield listener


@contextlib.contextmanager
def _reserved(address: str) -> Iterator[str]:
    """Hold a port that several processes listen at, without listening; gives its address."""
    host, port = split(address)
    if not hasattr(socket, "SO_REUSEPORT"):
        raise ServeError(
            f"processes cannot share {address} on this system: serve with one worker",
        )
    with socket.socket(_family(host), socket.SOCK_STREAM) as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            holder.bind((host, port))
        except OSError as error:
            raise ServeError(f"cannot listen at {address}: {_reason(error)}") from None
        yield _joined(host, holder.getsockname()[1])


def split(address: str) -> tuple[str, int]:
    """``127.0.0.1:8000``, ``[::1]:8000`` or ``:8000`` (every interface)."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal():
        raise ServeError(f"not an address: {address!r}; write it as 127.0.0.1:8000")
    return host.removeprefix("[").removesuffix("]") or "0.0.0.0", int(port)


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
