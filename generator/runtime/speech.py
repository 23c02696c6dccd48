"""What a protocol says over the pipes of a server that its client starts."""

import abc
from collections.abc import Hashable, Sequence
from concurrent.futures import Future
from typing import Generic, NamedTuple, Protocol, TypeVar

from .errors import ServiceError

R = TypeVar("R")

Line = Future[bytes]


class Heard(NamedTuple):
    """What a line of a server is.

    keys: the calls that it answers, None: one that it could not read, and so any of them;
    more: others follow for the call; reply: a line that goes back.
    """

    keys: Sequence[Hashable] | None = ()
    more: bool = False
    reply: bytes | None = None


class Waiting(Protocol):
    """What waits for the lines that answer a call."""

    def take(self, line: bytes) -> None:
        """One of them; may be called in any thread, as ``fail``."""
        ...

    def fail(self, error: ServiceError) -> None:
        """No more come."""
        ...


class Answer:
    """Waits for the one line that answers a call."""

    def __init__(self) -> None:
        self.line: Line = Future()

    def take(self, line: bytes) -> None:
        """It has come."""
        if self.line.set_running_or_notify_cancel():
            self.line.set_result(line)

    def fail(self, error: ServiceError) -> None:
        """It does not come."""
        if self.line.set_running_or_notify_cancel():
            self.line.set_exception(error)


class Asks(Protocol):
    """The server, for what has to be said before a call; only for the thread that writes."""

    def ask(self, key: Hashable, line: bytes, patience: float) -> bytes:
        """The line that answers a line; b"" where there is none within so many seconds."""
        ...

    def put(self, line: bytes) -> None:
        """Write a line now."""
        ...


class Speech(abc.ABC, Generic[R]):
    """What a protocol says over the pipes: a request is an ``R``."""

    @abc.abstractmethod
    def key(self, request: R) -> Hashable:
        """What its answer is known by; None: it has none."""
        ...

    @abc.abstractmethod
    def written(self, request: R, left: float | None, run: "Asks") -> bytes:
        """The line of a request; left: seconds that its caller still waits.

        It may ask the server for something first, as it is called by the thread that writes.
        """
        ...

    @abc.abstractmethod
    def cancelled(self, key: Hashable) -> bytes:
        """The line that says that nobody waits for a call any more."""
        ...

    @abc.abstractmethod
    def heard(self, line: bytes) -> Heard:
        """What a line of the server is."""
        ...

    def forget(self) -> None:
        """A server begins that knows nothing of the one before."""
        return
