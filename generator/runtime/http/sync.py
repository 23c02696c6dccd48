"""Sends HTTP requests, sync: a pool of connections on urllib3."""

import logging
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .. import process
from ..missing_package import missing
from .message import (
    TIMEOUT_HEADER,
    Headers,
    HttpRequest,
    HttpResponse,
    milliseconds,
    too_large,
    too_late,
    unreachable,
)
from .target import HttpTarget

try:
    import urllib3
    from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError
except ModuleNotFoundError as error:
    raise missing(error) from None

if TYPE_CHECKING:
    from .sync_exchange import SyncExchange
    from .sync_socket import SyncSocket

_CHUNK = 65_536


def _without_query(record: logging.LogRecord) -> bool:
    """Let urllib3 say at DEBUG where a request goes, but not its query: it may hold a key."""

    def cut(argument: object) -> object:
        return argument.partition("?")[0] if isinstance(argument, str) else argument

    if isinstance(record.args, tuple):
        record.args = tuple(map(cut, record.args))
    return True


logging.getLogger("urllib3.connectionpool").addFilter(_without_query)
_INHERITED: list[urllib3.PoolManager] = []


class SyncHttp:
    """A transport for threads; keeps connections open, keeps no cookies, follows nothing."""

    def __init__(
        self,
        target: str,
        *,
        headers: Mapping[str, str] | None = None,
        connect_timeout: float = 10.0,
        ssl_context: ssl.SSLContext | None = None,
        proxy: str | None = None,
        pool_size: int = 10,
        max_response_size: int = 64 * 1024 * 1024,
        timeout_header: str = TIMEOUT_HEADER,
    ) -> None:
        """timeout_header: what tells the server how many milliseconds its caller still waits."""
        self._target = where = HttpTarget.parse(target, headers=headers, proxy=proxy)
        self._origin = where.origin
        self.address = where.origin + where.prefix
        self._headers = {"accept-encoding": "gzip, deflate", **where.headers}
        self._connect_timeout = connect_timeout
        self._no_limit = urllib3.Timeout(connect=connect_timeout)
        self.limit = max_response_size
        self._timeout_header = timeout_header
        self._ssl = ssl_context
        self._pool_size = pool_size
        origin = "" if where.proxy is None else where.origin
        self._prefix = origin + where.prefix
        self._connect()

    def _connect(self) -> None:
        """Make the pool of this process."""
        self._manager = _manager(self._target, self._ssl, self._pool_size)
        if self._target.proxy is None:
            pool = self._manager.connection_from_url(self._origin)
            self._open: Callable[..., urllib3.BaseHTTPResponse] = pool.urlopen
        else:
            self._open = self._manager.urlopen
        # At last: another thread may be looking.
        self._process = process.current()

    def send(
        self,
        request: HttpRequest,
        timeout: float | None,
        watch: Callable[[Any, bytes], object] | None = None,
    ) -> HttpResponse:
        """Send one request and read the whole response.

        watch: is given the headers and every piece of the body when that comes.
        """
        if self._process is not process.current():
            self._part_from_parent()
        headers = {**self._headers, **_in_utf8(request.headers)}
        end = None
        limit = self._no_limit
        if timeout is not None:
            if timeout <= 0:
                raise too_late()
            end = time.monotonic() + timeout
            headers[self._timeout_header] = milliseconds(timeout)
            limit = urllib3.Timeout(total=timeout, connect=self._connect_timeout)
        try:
            response = self._open(
                request.method,
                self._prefix + request.path or "/",
                body=request.body,
                headers=headers,
                retries=False,
                redirect=False,
                preload_content=False,
                timeout=limit,
            )
            body = self._whole(response, end, watch)
        except ReadTimeoutError as error:
            raise too_late() from error
        except ConnectTimeoutError as error:
            if end is not None and time.monotonic() >= end:
                raise too_late() from error
            raise unreachable(self._origin, error) from error
        except (HTTPError, OSError) as error:
            raise unreachable(self._origin, error) from error
        return HttpResponse(
            status=response.status,
            headers=Headers(response.headers.items),
            body=body,
        )

    def open(
        self,
        request: HttpRequest,
        content: Iterable[bytes] | None = None,
        *,
        timeout: float | None,
        idle: float | None = None,
    ) -> "SyncExchange":
        """Send one request, of which the body may come in pieces, and read the response in pieces.

        The answer counts as soon as it comes, even if the body is still being sent.
        timeout: seconds for all of it; idle: seconds without a byte of the response.
        The caller closes what comes back.
        """
        from .sync_exchange import SyncExchange

        headers = {
            "accept-encoding": "identity",
            **self._target.headers,
            **request.headers,
        }
        if timeout is not None:
            if timeout <= 0:
                raise too_late()
            headers[self._timeout_header] = milliseconds(timeout)
        return SyncExchange(
            self._target,
            request,
            headers,
            content,
            ssl_context=self._ssl,
            connect_timeout=self._connect_timeout,
            timeout=timeout,
            idle=idle,
        )

    def connect(
        self, request: HttpRequest, *, timeout: float | None
    ) -> "SyncSocket | HttpResponse":
        """Open a WebSocket, or give the response with which the server refuses it.

        timeout: seconds for all of it. The caller closes what comes back.
        """
        from .sync_socket import connect

        headers = {**self._target.headers, **_in_utf8(request.headers)}
        if timeout is not None:
            if timeout <= 0:
                raise too_late()
            headers[self._timeout_header] = milliseconds(timeout)
        return connect(
            self._origin,
            self._target.prefix + request.path or "/",
            headers,
            ssl_context=self._ssl,
            proxy=self._target.proxy,
            connect_timeout=self._connect_timeout,
            timeout=timeout,
            limit=self.limit,
        )

    def close(self) -> None:
        """Close every connection that is idle; those of calls that run, when they end."""
        if self._process is process.current():
            self._manager.clear()

    def _part_from_parent(self) -> None:
        """Leave the connections to the process that opened them."""
        # Kept, since letting it go takes its locks, which another thread may have held at the fork.
        _INHERITED.append(self._manager)
        self._connect()

    def _whole(
        self,
        response: urllib3.BaseHTTPResponse,
        end: float | None,
        watch: Callable[[Any, bytes], object] | None,
    ) -> bytes:
        """Read the body and give the connection back, or else close it."""
        try:
            body = self._read(response, end, watch)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return body

    def _read(
        self,
        response: urllib3.BaseHTTPResponse,
        end: float | None,
        watch: Callable[[Any, bytes], object] | None,
    ) -> bytes:
        """Read up to the limit; a body that drips does not outlive the deadline."""
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read1(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > self.limit:
                raise too_large(self.limit)
            if watch is not None:
                watch(response.headers, chunk)
            if end is not None and time.monotonic() >= end:
                raise too_late()
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _in_utf8(headers: Mapping[str, str]) -> dict[str, str]:
    """Values for http.client, which writes them in Latin-1."""
    return {
        name: value if value.isascii() else value.encode().decode("latin-1")
        for name, value in headers.items()
    }


def _manager(
    target: HttpTarget, ssl_context: ssl.SSLContext | None, pool_size: int
) -> urllib3.PoolManager:
    options: dict[str, Any] = {"maxsize": pool_size}
    if ssl_context is not None:
        options["ssl_context"] = ssl_context
    if target.proxy is None:
        return urllib3.PoolManager(**options)
    parts = urlsplit(target.proxy)
    if parts.username is not None:
        credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        options["proxy_headers"] = urllib3.make_headers(proxy_basic_auth=credentials)
    return urllib3.ProxyManager(target.proxy, **options)
