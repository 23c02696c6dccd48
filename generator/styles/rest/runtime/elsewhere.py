"""What a path answers to what is no operation there: another method, or a handshake."""

from generator.runtime.codes import Code
from generator.runtime.http.asgi import Reply, Scope
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.router import PathNode
from generator.styles.rest.runtime.stream_endpoint import StreamEndpoint


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
        return 204, headers, b""
    raise Refused(
        f"This resource does not know {method}.",
        status=405,
        code=Code.UNIMPLEMENTED,
        headers={"allow": place.allow},
    )
