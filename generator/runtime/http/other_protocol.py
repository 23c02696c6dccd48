"""What an app that speaks HTTP answers to the other protocols of ASGI."""

from ..lifespan import Lifespan
from .asgi import Receive, Scope, Send


async def other_protocol(
    scope: Scope,
    receive: Receive,
    send: Send,
    lifespan: Lifespan,
) -> None:
    """Answer the lifespan protocol; refuse WebSockets."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
