"""What the comparison shows of REST: the emitted app asked in memory, curl, bytes sent again."""

from functools import partial
from typing import Any

from generator.runtime.auth.authenticate import UNCHECKED
from generator.styles.shown.http import ask, curl
from generator.styles.shown.protocol import Responder
from generator.styles.shown.replay import Replay, Seen, same_bytes
from generator.styles.style import Importer


class RestShown:
    """The methods of the ``Shown`` protocol."""

    def responder(self, load: Importer, service: object) -> Responder:
        """The emitted app, asked in memory."""
        return partial(ask, load("rest.server").create_app(service, authenticate=UNCHECKED))

    def command(self, target: str, request: Any) -> str:
        """A call with curl."""
        return curl(target, request)

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """The same bytes again: calls over HTTP/1.1 share no state."""
        return same_bytes(target, seen, in_flight)


SHOWN = RestShown()
