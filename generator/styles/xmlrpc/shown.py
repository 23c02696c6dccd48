"""What the comparison shows of XML-RPC: the emitted app asked in memory, curl, the same bytes."""

import dataclasses
import re
from typing import Any

from generator.styles.shown.http import ask, curl
from generator.styles.shown.protocol import Answer, Responder
from generator.styles.shown.replay import Replay, Seen, same_bytes
from generator.styles.style import Importer

_FAULT = re.compile(rb"<methodResponse><fault><value><struct>.*?<int>(-?[0-9]+)</int>")


class XmlRpcShown:
    """The methods of the ``Shown`` protocol."""

    def responder(self, load: Importer, service: object, authenticate: Any) -> Responder:
        """The emitted app, asked in memory; the status tells what is in its answer."""
        app = load("xmlrpc.server").create_app(service, authenticate=authenticate)

        async def answer(request: Any) -> Answer:
            found = await ask(app, request)
            fault = _FAULT.search(found.body)
            what = "a result" if fault is None else f"fault {fault[1].decode()}"
            status = f"{what} ({found.status})"
            return dataclasses.replace(found, status=status, ok=fault is None)

        return answer

    def command(self, target: str, request: Any) -> str:
        """A call with curl."""
        return curl(target, request)

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """The same bytes again: calls over HTTP/1.1 share no state."""
        return same_bytes(target, seen, in_flight)


SHOWN = XmlRpcShown()
