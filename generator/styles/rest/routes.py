"""Tells intermediaries where operations travel over REST, and what they may do with them."""

from collections.abc import Iterator

from generator.model import Api
from generator.styles.rest.binding import Place, RestBinding, RestOperation
from generator.styles.rest.conditional import returns_tagged
from generator.styles.rest.facts import is_websocket
from generator.styles.rest.methods import IDEMPOTENT, KEPT
from generator.styles.rest.raw import gives_file, is_carried, takes_file
from generator.styles.route import LARGEST, Route, Stored, may_be_repeated


def routes(api: Api, binding: RestBinding) -> Iterator[Route]:
    """A method and a path for each operation that REST can carry."""
    for bound in binding.operations:
        if is_carried(bound.operation):
            yield _route(api, binding, bound)


def _route(api: Api, binding: RestBinding, bound: RestOperation) -> Route:
    operation = bound.operation
    streams = operation.stream_input is not None
    return Route(
        operations=(operation,),
        methods=(bound.method,),
        path=bound.path,
        takes_stream=streams,
        gives_stream=operation.stream_output,
        upgrades=is_websocket(operation),
        largest=_largest(bound),
        repeatable=not streams and (bound.method in IDEMPOTENT or may_be_repeated(operation)),
        stored=_stored(api, binding, bound),
        by_contract=True,
        written=bound.span != operation.span,
        in_url=tuple(p.field for p in (*bound.at(Place.PATH), *bound.at(Place.QUERY))),
        span=bound.span,
    )


def _largest(bound: RestOperation) -> int | None:
    body = bound.operation.body_in
    if takes_file(bound.operation) and body is not None:
        return body.max_length
    return None if bound.operation.stream_input is not None else LARGEST


def _stored(api: Api, binding: RestBinding, bound: RestOperation) -> Stored | None:
    """What a shared cache may keep (RFC 9111 §3): never what depends on who asks (§3.5)."""
    operation, cache = bound.operation, bound.operation.cache
    if bound.method not in KEPT or is_websocket(operation) or operation.stream_output:
        return None
    tagged = returns_tagged(api, operation)
    if cache is not None:
        if cache.private:
            return None
    elif operation.auth or not tagged:
        return None
    negotiated = len(binding.formats) > 1 and operation.body_out is None
    return Stored(
        max_age=None if cache is None else cache.max_age,
        tagged=tagged or gives_file(operation),
        vary=("accept",) if negotiated else (),
    )
