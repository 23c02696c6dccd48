"""What the comparison shows of Connect: the emitted app asked in memory, curl, the same bytes."""

import dataclasses
import json
from typing import Any

from generator.styles.shown.http import ask, curl
from generator.styles.shown.protocol import Answer, Responder
from generator.styles.shown.replay import Replay, Seen, same_bytes
from generator.styles.style import Importer


class ConnectShown:
    """The methods of the ``Shown`` protocol."""

    def responder(self, load: Importer, service: object, authenticate: Any) -> Responder:
        """The emitted app, asked in memory; the status has the code of a failure."""
        app = load("connect.server").create_app(service, authenticate=authenticate)

        async def answer(request: Any) -> Answer:
            found = await ask(app, request)
            if found.ok:
                return found
            code = json.loads(found.body)["code"]
            number = found.status.partition(" ")[0]
            return dataclasses.replace(found, status=f"{number} {code}")

        return answer

    def command(self, target: str, request: Any) -> str:
        """A call with curl."""
        return curl(target, request)

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """The same bytes again: calls over HTTP/1.1 share no state."""
        return same_bytes(target, seen, in_flight)


SHOWN = ConnectShown()
