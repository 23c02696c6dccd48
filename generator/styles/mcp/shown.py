"""What the comparison shows of MCP: the emitted app asked in memory, curl, the same bytes."""

import dataclasses
import json
from typing import Any

from generator.styles.shown.http import ask, curl
from generator.styles.shown.protocol import Answer, Responder
from generator.styles.shown.replay import Replay, Seen, same_bytes
from generator.styles.style import Importer


def _told(answer: Answer) -> tuple[str, bool]:
    """What became of a call, and whether it did what it should."""
    found = json.loads(answer.body)
    if "error" in found:
        return f"error {found['error']['code']}", False
    result = found["result"]
    if not result.get("isError", False):
        return "a result", True
    code = json.loads(result["content"][0]["text"])["code"]
    return f"isError, {code}", False


class McpShown:
    """The methods of the ``Shown`` protocol."""

    def responder(self, load: Importer, service: object, authenticate: Any) -> Responder:
        """The emitted app, asked in memory; the status tells what is in its answer."""
        app = load("mcp.server").create_app(service, authenticate=authenticate)

        async def answer(request: Any) -> Answer:
            found = await ask(app, request)
            told, ok = _told(found)
            return dataclasses.replace(found, status=f"{told} ({found.status})", ok=ok)

        return answer

    def command(self, target: str, request: Any) -> str:
        """A call with curl."""
        return curl(target, request)

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """The same bytes again: calls over HTTP/1.1 share no state."""
        return same_bytes(target, seen, in_flight)


SHOWN = McpShown()
