"""Tells what REST means for an operation and its callers."""

from generator.model import Api, Operation
from generator.styles.rest.binding import Place, RestBinding, RestBody, RestOperation
from generator.styles.rest.conditional import must_be_conditional, returns_tagged
from generator.styles.rest.methods import IDEMPOTENT, KEPT, QUERY, SAFE
from generator.styles.rest.raw import (
    gives_file,
    gives_items,
    is_carried,
    takes_file,
    takes_items,
)
from generator.styles.style import Facts, Reach, Trait


def facts(api: Api, binding: RestBinding, operation: Operation) -> Facts:
    """What an intermediary sees of a call: HTTP, as RFC 9110 has it."""
    bound = binding.operation(operation.name.text)
    return Facts(
        knowledge=tuple(_knowledge(api, bound)),
        safe=_safe(bound),
        idempotent=_idempotent(bound),
        cacheable=_cacheable(api, bound),
        streamable=_stream(operation),
        carried=is_carried(operation),
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
    if bound.method not in IDEMPOTENT or bound.path.rpartition("/")[2].count(":"):
        found.append(f"what {bound.method} does here")
    if must_be_conditional(api, bound.operation):
        found.append("the ETag that it has seen, for If-Match")
    return found


def _body(body: RestBody) -> str:
    if body.whole:
        return f"the JSON of its body, {body.fields[0].json_name}"
    return f"the members of its JSON: {', '.join(field.json_name for field in body.fields)}"


def _safe(bound: RestOperation) -> Trait:
    if is_websocket(bound.operation):
        why = "a GET opens the WebSocket, which says nothing of its messages"
        return Trait(reach=Reach.NOBODY, why=why)
    if bound.method in SAFE:
        why = f"{bound.method} is safe: intermediaries may prefetch or repeat it"
        return Trait(reach=Reach.ANYBODY, why=why)
    if bound.operation.safe:
        return _by_contract(bound)
    return Trait(reach=Reach.NOBODY, why="it has side effects")


def _idempotent(bound: RestOperation) -> Trait:
    if is_websocket(bound.operation):
        return Trait(reach=Reach.NOBODY, why="the messages of a WebSocket cannot be repeated")
    if bound.method in IDEMPOTENT:
        why = f"{bound.method} is idempotent: any client or proxy may retry it"
        return Trait(reach=Reach.ANYBODY, why=why)
    if bound.operation.idempotent:
        return _by_contract(bound)
    return Trait(reach=Reach.NOBODY, why="a repeated call may act twice")


def _by_contract(bound: RestOperation) -> Trait:
    """What the contract promises of a method that does not say so itself."""
    why = f"the contract says so, but intermediaries see a {bound.method}"
    return Trait(reach=Reach.CLIENT, why=why)


def _cacheable(api: Api, bound: RestOperation) -> Trait:
    """Who may keep the response (RFC 9111 §3): shared caches, only the caller's own, or nobody."""
    cache = bound.operation.cache
    if is_websocket(bound.operation):
        return Trait(reach=Reach.NOBODY, why="no cache keeps the messages of a WebSocket")
    if bound.operation.stream_output:
        return Trait(reach=Reach.NOBODY, why="no cache keeps a stream (no-store)")
    if bound.method == QUERY:
        why = "caches know a response by its URL alone, and not by the body that a QUERY has"
        return Trait(reach=Reach.NOBODY, why=why)
    if bound.method not in KEPT:
        return Trait(reach=Reach.NOBODY, why=f"no cache keeps a response to {bound.method}")
    tagged = returns_tagged(api, bound.operation)
    asks = "; it can be revalidated by its ETag (304)" if tagged else ""
    if cache is None and bound.operation.auth:
        why = "no shared cache keeps a response to a request with credentials (RFC 9111 §3.5)"
        reach = Reach.CLIENT if tagged else Reach.NOBODY
        return Trait(reach=reach, why=f"{why}{asks}")
    if cache is None:
        why = "the contract names no max_age"
        return Trait(reach=Reach.ANYBODY if tagged else Reach.NOBODY, why=f"{why}{asks}")
    if cache.private:
        why = f"only the caller's own cache may keep it, for {cache.max_age} s (private)"
        return Trait(reach=Reach.CLIENT, why=f"{why}{asks}")
    why = f"shared caches may keep it for {cache.max_age} s (Cache-Control)"
    return Trait(reach=Reach.ANYBODY, why=f"{why}{asks}")


def is_websocket(operation: Operation) -> bool:
    """Whether items go both ways."""
    return takes_items(operation) and gives_items(operation)


def _stream(operation: Operation) -> Trait | None:
    if is_websocket(operation):
        return Trait(reach=Reach.ANYBODY, why="both ways over a WebSocket, in frames of text")
    if not is_carried(operation):
        return Trait(reach=Reach.NOBODY, why="a file goes one way, and no stream the other")
    if takes_file(operation):
        return Trait(reach=Reach.ANYBODY, why="a request body of any size, as it is")
    if gives_file(operation):
        return Trait(reach=Reach.ANYBODY, why="a response of any size, as it is")
    if operation.stream_input is not None:
        return Trait(
            reach=Reach.ANYBODY, why="a request body of JSON lines (NDJSON), one item each"
        )
    if operation.stream_output:
        why = "server-sent events, as browsers ask for, or JSON lines, as generated clients do"
        return Trait(reach=Reach.ANYBODY, why=why)
    return None
