"""Tells what travelling over REST means for an operation and for those who call it."""

from generator.model import Api, Operation
from generator.styles.rest.binding import Place, RestBinding, RestBody, RestOperation
from generator.styles.rest.conditional import must_be_conditional, returns_tagged
from generator.styles.style import Facts, Trait

_SAFE = {"GET", "HEAD", "OPTIONS"}
_IDEMPOTENT = _SAFE | {"PUT", "DELETE"}


def facts(api: Api, binding: RestBinding, operation: Operation) -> Facts:
    """What a stranger to the contract sees of a call: HTTP, as RFC 9110 has it."""
    bound = binding.operation(operation.name.text)
    return Facts(
        knowledge=tuple(_knowledge(api, bound)),
        safe=_safe(bound),
        idempotent=_idempotent(bound),
        cacheable=_cacheable(api, bound),
        streamable=Trait(holds=True, why=_stream(operation)),
    )


def _knowledge(api: Api, bound: RestOperation) -> list[str]:
    found = [f"the URL {bound.path}, or a link to it"]
    query = [parameter.name for parameter in bound.at(Place.QUERY)]
    if query:
        found.append(f"the query parameters {', '.join(query)}")
    headers = [parameter.name for parameter in bound.at(Place.HEADER)]
    if headers:
        found.append(f"the headers {', '.join(headers)}")
    if bound.body is not None:
        found.append(_body(bound.body))
    if bound.method not in _IDEMPOTENT or bound.path.rpartition("/")[2].count(":"):
        found.append(f"what {bound.method} does here")
    if must_be_conditional(api, bound.operation):
        found.append("the ETag that it has seen, for If-Match")
    return found


def _body(body: RestBody) -> str:
    if body.whole:
        return f"the JSON of its body, {body.fields[0].json_name}"
    return f"the members of its JSON: {', '.join(field.json_name for field in body.fields)}"


def _safe(bound: RestOperation) -> Trait:
    if _is_websocket(bound.operation):
        return Trait(holds=False, why="a GET opens the WebSocket, which tells nothing of the rest")
    if bound.method in _SAFE:
        return Trait(holds=True, why=f"{bound.method} is safe: anybody may ask ahead, or again")
    if bound.operation.safe:
        return Trait(holds=False, why=f"it is, but {bound.method} does not say so")
    return Trait(holds=False, why=f"{bound.method} changes something")


def _idempotent(bound: RestOperation) -> Trait:
    if _is_websocket(bound.operation):
        return Trait(holds=False, why="what a WebSocket has carried cannot be sent again")
    if bound.method in _IDEMPOTENT:
        return Trait(holds=True, why=f"{bound.method} may be sent again when the answer is lost")
    if bound.operation.idempotent:
        return Trait(holds=False, why=f"it is, but {bound.method} does not say so")
    return Trait(holds=False, why=f"a {bound.method} that is sent twice may act twice")


def _cacheable(api: Api, bound: RestOperation) -> Trait:
    cache = bound.operation.cache
    if _is_websocket(bound.operation):
        return Trait(holds=False, why="no cache looks into a WebSocket")
    if bound.method not in _SAFE:
        return Trait(holds=False, why=f"caches keep no answer to {bound.method}")
    asks = "a cache may ask whether it changed (ETag, 304)"
    tagged = returns_tagged(api, bound.operation)
    if cache is None and bound.operation.auth:
        why = "no shared cache keeps what needs credentials (RFC 9111 §3.5)"
        return Trait(holds=False, why=f"{why}; the caller's own {asks[2:]}" if tagged else why)
    if cache is None:
        return Trait(holds=True, why=asks if tagged else "a GET, but the contract names no time")
    who = "only the caller's own cache" if cache.private else "every cache on the way"
    kept = f"{who} may keep it for {cache.max_age} s (Cache-Control)"
    return Trait(holds=not cache.private, why=f"{kept}; {asks}" if tagged else kept)


def _is_websocket(operation: Operation) -> bool:
    return operation.stream_input is not None and operation.stream_output


def _stream(operation: Operation) -> str:
    if _is_websocket(operation):
        return "both ways over a WebSocket"
    if operation.stream_input is not None:
        return "a body of JSON lines"
    if operation.stream_output:
        return "answers as text/event-stream"
    return "it could, as text/event-stream"
