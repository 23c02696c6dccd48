"""What a path answers to what is no operation there: another method, or a handshake."""

from collections.abc import Callable, Sequence

from generator.runtime.codes import Code
from generator.runtime.http.asgi import (
    DisconnectedError,
    Receive,
    Reply,
    Scope,
    Send,
    raw_path,
)
from generator.runtime.http.headers import call_of, header_map
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.guarded import UNREADABLE, counted, refused
from generator.styles.rest.runtime.problem import Refused, render
from generator.styles.rest.runtime.router import PathNode
from generator.styles.rest.runtime.socket import check_origin, deny, serve_socket
from generator.styles.rest.runtime.stream_endpoint import StreamEndpoint


async def serve_handshake(
    find: Callable[[str], tuple[PathNode[Endpoint], list[str]]],
    origins: Sequence[str],
    failure: Callable[[Exception, Endpoint | None, None, Scope], Reply],
    scope: Scope,
    receive: Receive,
    send: Send,
) -> None:
    """Serve a WebSocket, or answer its handshake with what is wrong with it."""
    message = await receive()
    if message["type"] != "websocket.connect":
        return
    endpoint, call = None, None
    try:
        place, values = find(raw_path(scope))
        endpoint = socket_at(place)
        given = header_map(scope)
        check_origin(given, origins)
        call = call_of(given, endpoint.name, "rest")
        call.wire = endpoint.wire(scope.get("scheme", "ws"))
        if endpoint.guard is not None:
            receive, send = counted(call, receive, send)
        await serve_socket(endpoint, values, scope, given, call, receive, send)
    except DisconnectedError:
        return
    except UNREADABLE as error:
        await deny(scope, send, render(refused(error), {}))
    except Exception as error:  # noqa: BLE001
        reply = failure(error, endpoint, None, {**scope, "method": "GET"})
        if call is not None:
            call.status = reply[0]
        await deny(scope, send, reply)
    finally:
        if call is not None:
            call.answered()


def socket_at(place: PathNode[Endpoint]) -> StreamEndpoint:
    """What a path answers to the handshake of a WebSocket."""
    endpoint = place.endpoints.get("GET")
    if isinstance(endpoint, StreamEndpoint) and endpoint.is_socket:
        return endpoint
    if place.endpoints:
        raise Refused("No WebSocket is here.", status=400)
    raise Refused("Nothing is here.", status=404, code=Code.UNIMPLEMENTED)


def without_endpoint(method: str, scope: Scope, place: PathNode[Endpoint]) -> Reply:
    """What a path answers to a method that is not an operation's."""
    if not place.endpoints:
        if method == "OPTIONS" and scope["path"] in {"*", "/*"}:
            return 204, [], b""
        raise Refused("Nothing is here.", status=404, code=Code.UNIMPLEMENTED)
    if method == "OPTIONS":
        headers = [(b"allow", place.allow.encode())]
        if patch := place.endpoints.get("PATCH"):  # RFC 5789 §3.1
            headers.append((b"accept-patch", patch.accepts.encode()))
        if query := place.endpoints.get("QUERY"):  # RFC 10008
            headers.append((b"accept-query", query.accepts.encode()))
        return 204, headers, b""
    raise Refused(
        f"This resource does not know {method}.",
        status=405,
        code=Code.UNIMPLEMENTED,
        headers={"allow": place.allow},
    )
