"""What the comparison shows of a style: how it answers, how a shell calls it, how it is driven.

Apart from ``Style``, because a build needs none of it: the module that ``Style.shown`` names is
imported by ``generator.compare`` alone.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from generator.styles.shown.replay import Replay, Seen
from generator.styles.style import Importer

__all__ = ["Answer", "Responder", "Shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it goes over the wire.

    status: in a few words: ``201 Created``, ``NOT_FOUND (5)``; start: the first line;
    text: the body, where it is not text in a readable form.
    """

    status: str
    start: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    text: str
    ok: bool


# Answers a request of the style's codec.
Responder = Callable[[Any], Awaitable[Answer]]


class Shown(Protocol):
    """What a style shows of itself when it is run; it has no state."""

    def responder(self, load: Importer, service: object, authenticate: Any) -> Responder:
        """The emitted server around a service, without a port; ``load`` imports what was emitted.

        authenticate: as servers take it. It answers what ``Description.request`` gives, streams
        included: then the whole stream is in the body, and its text tells the items apart.
        """

    def command(self, target: str, request: Any) -> str:
        """A request of the codec as a command for a shell; ``target`` as for a client."""

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """A call that was seen, ready to be sent again by as little code as the style allows."""
