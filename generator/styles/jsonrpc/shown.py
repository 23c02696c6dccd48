"""What the comparison shows of JSON-RPC: the emitted app asked in memory, curl, the same bytes."""

import dataclasses
import json
from typing import Any

from generator.styles.shown.http import ask, curl
from generator.styles.shown.protocol import Answer, Responder
from generator.styles.shown.replay import Replay, Seen, same_bytes
from generator.styles.style import Importer


def _last(answer: Answer) -> dict[str, Any]:
    """The response, which is all of the body, or what a stream of events ends with."""
    data = answer.body
    if dict(answer.headers)["content-type"].startswith("text/event-stream"):
        data = answer.body.strip().rpartition(b"data: ")[2]
    found: dict[str, Any] = json.loads(data)
    return found


class JsonRpcShown:
    """The methods of the ``Shown`` protocol."""

    def responder(self, load: Importer, service: object, authenticate: Any) -> Responder:
        """The emitted app, asked in memory; the status tells what is in its answer."""
        app = load("jsonrpc.server").create_app(service, authenticate=authenticate)

        async def answer(request: Any) -> Answer:
            found = await ask(app, request)
            error = _last(found).get("error")
            if error is None:
                return dataclasses.replace(found, status=f"a result ({found.status})")
            status = f"error {error['code']} ({found.status})"
            return dataclasses.replace(found, status=status, ok=False)

        return answer

    def command(self, target: str, request: Any) -> str:
        """A call with curl."""
        return curl(target, request)

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """The same bytes again: calls over HTTP/1.1 share no state."""
        return same_bytes(target, seen, in_flight)


SHOWN = JsonRpcShown()
