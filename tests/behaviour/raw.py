"""Raw values to the echo of each style, without a network: the answer or the violations out."""

import importlib
import json
from typing import Any, ClassVar, Protocol

from tests.behaviour.services.echo import Mirror
from tests.behaviour.told import of_each

# The answer in the contract's JSON, or the violations by pointer.
Answer = tuple[Any, set[tuple[str, str]]]


class Raw(Protocol):
    """What ``tests/<style>/told.py`` has under this name: the echo of one style.

    is_exact: what it writes is the contract's own JSON, member by member.
    """

    is_exact: ClassVar[bool]

    def __init__(self, echo: Any, service: Any) -> None:
        """echo: the generated package; service: what the server is made around."""

    async def value(self, value: Any) -> Answer | None:
        """Send a value as the style spells it, be it right or wrong; None: it has no form there."""

    async def text(self, text: bytes) -> Answer | None:
        """Send the operation's input as JSON text; None: the style takes no JSON."""


def raws(echo: Any, service: object = None) -> dict[str, Raw]:
    """The echo of every style."""
    kinds: dict[str, type[Raw]] = of_each("Raw")
    return {style: kind(echo, service or Mirror(echo)) for style, kind in kinds.items()}


def app(echo: Any, style: str, service: Any) -> Any:
    """The ASGI app of a style."""
    module = importlib.import_module(f"{echo.__name__}.{style}.server")
    return module.create_app(service)


async def post(app: Any, path: str, body: bytes, *headers: tuple[bytes, bytes]) -> tuple[int, Any]:
    """The status and the JSON of what an app answers to a POST of JSON."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), *headers],
    }
    await app(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])
