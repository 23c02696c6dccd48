"""What a service returned → the response: representation, status and headers."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from generator.formats.text.runtime.urls import (
    Kind,
    from_text,
    parse_query,
    to_segment,
)
from generator.formats.xml.runtime.xml import XML
from generator.formats.xml.runtime.xml import writer as xml_writer
from generator.runtime.errors import NotModified
from generator.runtime.http.accept import choose
from generator.runtime.http.asgi import RawHeaders, Reply, Scope
from generator.runtime.http.streaming.ndjson import LINES
from generator.runtime.http.streaming.sse import EVENTS
from generator.runtime.unions import encode
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.route import JSON, VARIABLE, Route
from generator.styles.rest.runtime.tags import MARKS, marked


class Representation(NamedTuple):
    """One way to write what a route answers with; the headers are the same on every answer.

    mark: what its entity tags have, and those of no other representation.
    """

    headers: RawHeaders
    encode: Callable[[Any], bytes]
    mark: str = ""


# Different values of Accept whose choice is remembered.
_REMEMBERED = 100


class Writer:
    """Writes the responses of one route."""

    def __init__(self, route: Route[Any], formats: Sequence[str] = ("json",)) -> None:
        self._status = route.status
        self._empty = route.operation.response is None
        self._etag = route.operation.etag if route.tagged else None
        self._reads = route.method in {"GET", "QUERY"}
        self._next_page = route.next_page
        names = VARIABLE.findall(route.path)
        path = [p for p in route.parameters if p.place == "path"]
        kinds: dict[str, Kind] = {p.name: p.kind for p in path}
        self._location = VARIABLE.sub("{}", route.location or "")
        places: dict[str, tuple[int, Kind]] = {
            name: (at, kinds[name]) for at, name in enumerate(names)
        }
        # The key of what was created is none of the request's variables.
        self._variables = [
            (name, *places.get(name, (-1, "string")))
            for name in VARIABLE.findall(route.location or "")
        ]
        encoders: dict[str, Callable[[Any], bytes]] = {JSON: encode}
        fixed = [(k.encode(), v.encode("latin-1")) for k, v in route.headers.items()]
        if route.media_type is not None:
            encoders = {route.media_type: bytes}
        elif self._empty:
            encoders = {JSON: _nothing}
        elif route.operation.gives is not None:
            # No cache keeps a stream, whatever the contract says of caches.
            fixed = [(k, v) for k, v in fixed if k != b"cache-control"]
            fixed.append((b"vary", b"accept"))
            encoders = {EVENTS: encode, LINES: encode}
        elif "xml" in formats:
            encoders[XML] = xml_writer(route.operation.response)
            fixed.append((b"vary", b"accept"))
        self._offers = {
            offer: Representation(
                fixed if self._empty else [(b"content-type", offer.encode()), *fixed],
                encoder,
                MARKS.get(offer, ""),
            )
            for offer, encoder in encoders.items()
        }
        first = next(iter(self._offers.values()))
        self.chosen: dict[bytes | None, Representation] = {None: first, b"*/*": first}

    def negotiate(self, accept: bytes | None) -> Representation:
        """How to answer; 406 when the client takes nothing that there is.

        ``chosen`` remembers it.
        """
        chosen = self._negotiated((accept or b"").decode("latin-1"))
        if len(self.chosen) < _REMEMBERED:
            self.chosen[accept] = chosen
        return chosen

    def _negotiated(self, accept: str) -> Representation:
        offers = tuple(self._offers)
        chosen = offers[0] if self._empty else choose(accept, offers)
        if chosen is None:
            raise Refused(f"There is only {', '.join(offers)} here.", status=406)
        return self._offers[chosen]

    def write(
        self,
        value: Any,
        values: Sequence[str],
        scope: Scope,
        form: Representation,
    ) -> Reply:
        """The whole response to a call that went well; values: of the variables of the path."""
        fixed, written, mark = form
        headers = fixed.copy()
        if self._location:
            headers.append((b"location", self._located(value, values, scope).encode()))
        if self._next_page is not None and value.next_page_token:
            link = _link_next(self._next_page, value.next_page_token, scope)
            headers.append((b"link", link.encode()))
        if self._etag is not None:
            tag = marked(self._etag.of(value), mark)
            headers.append((b"etag", tag.encode("latin-1")))
        return self._status, headers, written(value)

    def write_unchanged(
        self,
        error: NotModified,
        form: Representation,
    ) -> Reply | None:
        """304, with the headers that tell of the representation; None where there is no 304."""
        if not self._reads:
            return None
        headers = [h for h in form.headers if h[0] != b"content-type"]
        if error.etag:
            tag = marked(error.etag, form.mark)
            headers.append((b"etag", tag.encode("latin-1", "replace")))
        return 304, headers, b""

    def _located(self, value: Any, values: Sequence[str], scope: Scope) -> str:
        """Where the new resource is: its key is in the response, its ancestors' in the request."""
        root: str = scope.get("root_path", "")
        filled = [
            to_segment(getattr(value, name) if at < 0 else from_text(values[at], kind))
            for name, at, kind in self._variables
        ]
        return root + self._location.format(*filled)


def _link_next(name: str, token: str, scope: Scope) -> str:
    """``Link: rel="next"`` (RFC 8288): the same query, with the next page's token."""
    given = parse_query(scope["query_string"])
    query = [(key, value) for key, value in given if key != name]
    return f'<?{urlencode([*query, (name, token)])}>; rel="next"'


def _nothing(_: None) -> bytes:
    return b""
