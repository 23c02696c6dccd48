"""What goes over HTTP, as values: a request, a response, and how long the caller waits."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from ..codes import Code
from ..errors import ServiceError

# How long the caller still waits, in milliseconds. Time that is left, and not a point in time,
# because clocks differ (as in gRPC's `grpc-timeout`).
TIMEOUT_HEADER = "request-timeout-ms"
_LONGEST = 9_999_999_999


# Every call makes both: a msgspec Struct costs a fifth of a frozen dataclass.
class HttpRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request; ``path`` is path and query below the client's target, percent-encoded.

    Header names are lower case.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None = None

    def __repr__(self) -> str:
        """Where it goes, and not what it carries."""
        return f"HttpRequest({self.method} {self.path.partition('?')[0]})"


class HttpResponse(msgspec.Struct, frozen=True, kw_only=True):
    """A response; header names are lower case, repeated headers joined by a comma."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        """How it went, and not what it carries."""
        return f"HttpResponse({self.status})"


class Headers(Mapping[str, str]):
    """The headers of a response as `fold` has them, when they are first asked for.

    Of most responses, which are those of success, nobody asks for them.
    """

    __slots__ = ("_folded", "_items")

    def __init__(self, items: Callable[[], Iterable[tuple[str, str]]]) -> None:
        self._items = items
        self._folded: dict[str, str] | None = None

    def _all(self) -> dict[str, str]:
        if self._folded is None:
            self._folded = fold(self._items())
        return self._folded

    def __getitem__(self, name: str) -> str:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def fold(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by lower-case name; repeated ones joined as RFC 9110 §5.2 has it."""
    folded: dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        folded[name] = f"{folded[name]}, {value}" if name in folded else value
    return folded


def media_type(headers: Mapping[str, str]) -> str:
    """What a response is, in lower case and without parameters; "" where it does not say."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def milliseconds(seconds: float) -> str:
    """The value of the header that tells a server how long its caller still waits.

    At most ten digits: more than 100 days.
    """
    return str(max(1, int(min(seconds * 1000, _LONGEST))))


def deadline(headers: Mapping[str, str]) -> float | None:
    """When the caller gives up, on the clock of time.monotonic; None when it does not say."""
    text = headers.get(TIMEOUT_HEADER)
    if text is None or len(text) > 12 or not (text.isascii() and text.isdigit()):
        return None
    return time.monotonic() + int(text) / 1000


def unreachable(origin: str, reason: Exception) -> ServiceError:
    """No connection, or one that broke."""
    text = str(reason) or type(reason).__name__
    return ServiceError(f"No answer from {origin}: {text}", code=Code.UNAVAILABLE)


def too_late() -> ServiceError:
    """The caller's time is up."""
    return ServiceError("The deadline passed.", code=Code.DEADLINE_EXCEEDED)


def too_large(limit: int) -> ServiceError:
    """The response is larger than the client takes."""
    message = f"The response is larger than {limit} bytes."
    return ServiceError(message, code=Code.RESOURCE_EXHAUSTED)
