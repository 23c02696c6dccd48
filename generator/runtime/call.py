"""What a call carries besides its parameters, on both sides of it."""

import contextlib
import math
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import msgspec

from .shared import one, shared

if TYPE_CHECKING:
    from .auth.carried import Carried
    from .wire import Wire

_NAME = re.compile(r"[0-9A-Za-z_.-]+")
# What a log can hold of a name that a stranger gives.
REQUEST_ID = re.compile(r"[0-9A-Za-z_.:/+=-]{1,128}")
_TEXT = re.compile(r"[\x20-\x7e]*")


@shared
@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """What a caller may add to one call; every client method takes it as ``options=``.

    timeout: seconds until the caller gives up; the server is told, and stops too.
    """

    timeout: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    # Whoever has it, and knows the input, gets the answer.
    idempotency_key: str | None = field(default=None, repr=False)
    if_match: str | None = None
    if_none_match: str | None = None
    # Who calls, in place of what the client has: see `Source` in auth/sending.py.
    credentials: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse at once (ValueError) what some style could not carry."""
        if self.timeout is not None and math.isnan(self.timeout):
            raise ValueError("a timeout is a number of seconds")
        if self.headers:
            check_headers(self.headers)
        for text in (self.idempotency_key, self.if_match, self.if_none_match):
            if text is not None and not _TEXT.fullmatch(text):
                raise ValueError(f"a header holds printable ASCII only: {text!r}")


def check_headers(headers: Mapping[str, str]) -> None:
    """ValueError for names and texts that HTTP and the metadata of gRPC cannot both hold."""
    for name, text in headers.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a name of a header: {name!r}")
        if not _TEXT.fullmatch(text):
            raise ValueError(f"a header holds printable ASCII only: {name}")


NO_OPTIONS = CallOptions()


def own_options(options: CallOptions) -> CallOptions:
    """The options, or those of a copy of this package in which they have other fields."""
    if type(options) is CallOptions:
        return options
    names = (field.name for field in fields(CallOptions))
    given = {name: getattr(options, name) for name in names if hasattr(options, name)}
    return CallOptions(**given)


def carried_by(options: CallOptions) -> "Carried | None":
    """What carries the credentials of a call, once they have been chosen."""
    return getattr(options, "carried", None)


# A server makes one for every call: a msgspec Struct costs a fifth of a frozen dataclass.
class Call(msgspec.Struct, kw_only=True):
    """The call that a service is serving; ``deadline`` is on the clock of time.monotonic.

    headers: by lower-case name, of HTTP or of gRPC's metadata; in a client's hooks, those that are
    sent, to which a hook may add; principal: who calls, where the contract asks; cancelled: nobody
    waits for the answer any more, which a ``def`` method looks up when it pleases (an ``async def``
    is cancelled by itself); received, sent: bytes of the request's content and of the answer's, as
    far as they are known; status: of the answer, as its style has it; wire: how the style carries
    the operation. What is known of the answer is known to what ``after`` calls.
    """

    operation: str
    style: str
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    deadline: float | None = None
    principal: Any = None
    cancelled: bool = False
    received: int = 0
    sent: int = 0
    status: int | None = None
    wire: "Wire | None" = None
    known_id: str = ""
    callbacks: list[Callable[[], None]] | None = None

    def __repr__(self) -> str:
        """Which call it is, and not what it carries: credentials, for instance."""
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"Call({shown})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        names = ("operation", "style", "deadline", "principal", "cancelled")
        return [(name, getattr(self, name)) for name in names]

    @property
    def id(self) -> str:
        """What tells this call from all others: the caller's ``x-request-id``, or a random one.

        The correlation id of an `internal` error is the same.
        """
        if not self.known_id:
            given = self.headers.get("x-request-id", "")
            known = REQUEST_ID.fullmatch(given) is not None
            self.known_id = given if known else os.urandom(16).hex()
        return self.known_id

    def after(self, callback: Callable[[], None]) -> None:
        """Call something once, when the answer has been written or nobody waits for it any more."""
        self.callbacks = [*(self.callbacks or ()), callback]

    def answered(self) -> None:
        """The answer has been written: what serves the call says so."""
        callbacks, self.callbacks = self.callbacks, None
        for callback in callbacks or ():
            callback()

    @property
    def idempotency_key(self) -> str | None:
        """What the caller calls this attempt and its repetitions."""
        return self.headers.get("idempotency-key")

    @property
    def if_match(self) -> str | None:
        """The entity tags of which the resource must have one, as RFC 9110 §13.1.1 has it."""
        return self.headers.get("if-match")

    @property
    def if_none_match(self) -> str | None:
        """The entity tags of which the resource must have none, as RFC 9110 §13.1.2 has it."""
        return self.headers.get("if-none-match")

    def remaining(self) -> float | None:
        """Seconds until the caller gives up, never negative; None without a deadline."""
        if self.deadline is None:
            return None
        return max(0.0, self.deadline - time.monotonic())


CURRENT: ContextVar[Call] = one("CURRENT", ContextVar("call"))


def current_call() -> Call:
    """The call being served; LookupError outside one."""
    return CURRENT.get()


@contextlib.contextmanager
def calling(
    *,
    operation: str = "",
    style: str = "test",
    headers: Mapping[str, str] | None = None,
    timeout: float | None = None,
    principal: Any = None,
    idempotency_key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Iterator[Call]:
    """Stand in for a call, so that a test calls a service's methods without a server.

    In its block, ``current_call()`` is the call that comes back; ``timeout`` is in seconds.
    ValueError for headers that no style could carry.
    """
    options = CallOptions(
        timeout=timeout,
        headers=headers or {},
        idempotency_key=idempotency_key,
        if_match=if_match,
        if_none_match=if_none_match,
    )
    call = Call(
        operation=operation,
        style=style,
        headers=headers_of(options),
        deadline=None if timeout is None else time.monotonic() + timeout,
        principal=principal,
    )
    token = CURRENT.set(call)
    try:
        yield call
    finally:
        CURRENT.reset(token)


def headers_of(options: CallOptions) -> dict[str, str]:
    """All headers that the options of a call become, by lower-case name."""
    given = {name.lower(): text for name, text in options.headers.items()}
    return given | own_headers(options)


def own_headers(options: CallOptions) -> dict[str, str]:
    """The headers, or metadata, that the options of a call become besides ``headers``."""
    own = {
        "idempotency-key": options.idempotency_key,
        "if-match": options.if_match,
        "if-none-match": options.if_none_match,
    }
    return {name: text for name, text in own.items() if text is not None}
