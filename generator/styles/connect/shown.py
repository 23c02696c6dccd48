"""What the comparison shows of Connect: the emitted app asked in memory, curl, the same bytes."""

import dataclasses
import json
import re
import shlex
from typing import Any

from generator.styles.connect.runtime.envelopes import END
from generator.styles.connect.streamed import enveloped, is_stream, messages_of
from generator.styles.shown.http import ask, curl
from generator.styles.shown.protocol import Answer, Responder
from generator.styles.shown.replay import Replay, Seen, same_bytes
from generator.styles.style import Importer

_PLAIN = re.compile(rb"[^\x20-\x7e]|[\\]")


def _streamed(found: Answer) -> Answer:
    """An answer of messages in envelopes, the last of which says how the call ended."""
    last = [data for flags, data in enveloped(found.body) if flags & END]
    error = json.loads(last[-1]).get("error") if last else None
    shown = dataclasses.replace(found, text=messages_of(found.body))
    if error is None:
        return shown
    return dataclasses.replace(shown, status=f"200 {error['code']}", ok=False)


def _printed(body: bytes) -> str:
    """What prints bytes in a shell, those that are no text by their numbers."""
    return shlex.quote(_PLAIN.sub(lambda byte: rb"\0%03o" % byte[0][0], body).decode())


class ConnectShown:
    """The methods of the ``Shown`` protocol."""

    def responder(self, load: Importer, service: object, authenticate: Any) -> Responder:
        """The emitted app, asked in memory; the status has the code of a failure."""
        app = load("connect.server").create_app(service, authenticate=authenticate)

        async def answer(request: Any) -> Answer:
            found = await ask(app, request)
            if is_stream(dict(found.headers)):
                return _streamed(found)
            if found.ok:
                return found
            code = json.loads(found.body)["code"]
            number = found.status.partition(" ")[0]
            return dataclasses.replace(found, status=f"{number} {code}")

        return answer

    def command(self, target: str, request: Any) -> str:
        """A call with curl; messages in envelopes come from a pipe."""
        if not is_stream(request.headers):
            return curl(target, request)
        parts = ["printf", "%b", _printed(request.body), "|", "curl"]
        parts.append(shlex.quote(f"{target}{request.path}"))
        for name, value in request.headers.items():
            parts += ["-H", shlex.quote(f"{name}: {value}")]
        return " ".join([*parts, "--data-binary", "@-", "-o", "-"])

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """The same bytes again: calls over HTTP/1.1 share no state."""
        return same_bytes(target, seen, in_flight)


SHOWN = ConnectShown()
