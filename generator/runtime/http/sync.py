"""Sends HTTP requests and waits: a pool of connections on urllib3."""

import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError

from .message import (
    TIMEOUT_HEADER,
    HttpRequest,
    HttpResponse,
    fold,
    timeout_header,
    too_large,
    too_late,
    unreachable,
)
from .target import HttpTarget

_CHUNK = 65_536


class SyncHttp:
    """A transport for threads; keeps connections open, keeps no cookies, follows nothing."""

    def __init__(
        self,
        target: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        connect_timeout: float = 10.0,
        ssl_context: ssl.SSLContext | None = None,
        proxy: str | None = None,
        pool_size: int = 10,
        max_response_size: int = 64 * 1024 * 1024,
    ) -> None:
        where = HttpTarget.parse(target, headers=headers, proxy=proxy)
        self._origin = where.origin
        self._headers = {"accept-encoding": "gzip, deflate", **where.headers}
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._limit = max_response_size
        self._closed = False
        self._manager = _manager(where, ssl_context, pool_size)
        if where.proxy is None:
            pool = self._manager.connection_from_url(where.origin)
            self._open: Callable[..., urllib3.BaseHTTPResponse] = pool.urlopen
            self._prefix = where.prefix
        else:
            self._open = self._manager.urlopen
            self._prefix = where.origin + where.prefix

    def send(self, request: HttpRequest, timeout: float | None) -> HttpResponse:
        """Send one request and read the whole response."""
        if self._closed:
            raise ValueError("the client is closed")
        timeout = self._timeout if timeout is None else timeout
        headers = {**self._headers, **_in_utf8(request.headers)}
        end = None
        if timeout is not None:
            if timeout <= 0:
                raise too_late()
            end = time.monotonic() + timeout
            headers[TIMEOUT_HEADER] = timeout_header(timeout)
        try:
            response = self._open(
                request.method,
                self._prefix + request.path,
                body=request.body,
                headers=headers,
                retries=False,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(total=timeout, connect=self._connect_timeout),
            )
            body = self._whole(response, end)
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
            headers=fold(response.headers.items()),
            body=body,
        )

    def close(self) -> None:
        """Close every connection."""
        self._closed = True
        self._manager.clear()

    def _whole(self, response: urllib3.BaseHTTPResponse, end: float | None) -> bytes:
        """Read the body and give the connection back, or else close it."""
        try:
            body = self._read(response, end)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return body

    def _read(self, response: urllib3.BaseHTTPResponse, end: float | None) -> bytes:
        """Read up to the limit; a body that drips does not outlive the deadline."""
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read1(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > self._limit:
                raise too_large(self._limit)
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
