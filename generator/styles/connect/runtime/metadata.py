"""What a request says of its call besides the message: headers, and how long the caller waits."""

import re
import time

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.headers import HeaderMap, Headers
from generator.runtime.http.message import TIMEOUT_HEADER
from generator.runtime.http.message import deadline as own_deadline

TIMEOUT = "connect-timeout-ms"
WEB_TIMEOUT = "grpc-timeout"
_timeout = TIMEOUT.encode()
_own_timeout = TIMEOUT_HEADER.encode()
_web_timeout = WEB_TIMEOUT.encode()
_MILLISECONDS = re.compile(rb"[0-9]{1,10}")
_IN_UNITS = re.compile(rb"([0-9]{1,8})([HMSmun])")
_SECONDS = {b"H": 3600.0, b"M": 60.0, b"S": 1.0, b"m": 1e-3, b"u": 1e-6, b"n": 1e-9}


class Metadata(Headers):
    """Headers by lower-case name; what is base64 (``…-bin``) has its padding."""

    __slots__ = ()

    def __getitem__(self, name: str) -> str:
        text = super().__getitem__(name)
        if name.endswith("-bin") and "," not in text:
            return text + "=" * (-len(text) % 4)
        return text


def deadline(headers: HeaderMap) -> float | None:
    """When the caller of Connect gives up, on the clock of time.monotonic; None: it does not say.

    `invalid_argument` for what is no number of milliseconds.
    """
    text = headers.get(_timeout)
    if text is None:
        # As all styles over HTTP have it.
        return None if _own_timeout not in headers else own_deadline(Headers(headers))
    if _MILLISECONDS.fullmatch(text) is None:
        raise _no_timeout(TIMEOUT)
    return time.monotonic() + int(text) / 1000


def check_version(headers: HeaderMap) -> None:
    """`invalid_argument` for a request of another version of Connect than the first."""
    version = headers.get(b"connect-protocol-version", b"1")
    if version != b"1":
        raise no_version(version)


def no_version(version: bytes) -> ServiceError:
    """What a request of an unknown version comes to."""
    given = version.decode("latin-1")
    text = f"Version {given!r} of Connect is not known here, only 1."
    return ServiceError(text, code=Code.INVALID_ARGUMENT)


def web_deadline(headers: HeaderMap) -> float | None:
    """The same of a caller of gRPC-Web: a number and a unit."""
    text = headers.get(_web_timeout)
    if text is None:
        return None
    found = _IN_UNITS.fullmatch(text)
    if found is None:
        raise _no_timeout(WEB_TIMEOUT)
    return time.monotonic() + int(found[1]) * _SECONDS[found[2]]


def _no_timeout(header: str) -> ServiceError:
    return ServiceError(
        f"The header {header} is no timeout.",
        code=Code.INVALID_ARGUMENT,
    )
