"""What a service returned → the response: representation, status and headers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec

from ..errors import NotModified
from ..http.asgi import RawHeaders, Scope
from .accept import choose
from .problem import Refused
from .route import JSON, Route
from .urls import (
    VARIABLE,
    parse_query,
    to_segment,
)
from .xml import XML
from .xml import writer as xml_writer

# Different values of Accept whose choice is remembered.
_REMEMBERED = 100

_encode_json = msgspec.json.Encoder().encode


class Writer:
    """Writes the responses of one route."""

    def __init__(self, route: Route[Any], formats: Sequence[str] = ("json",)) -> None:
        self._status = route.status
        self._empty = route.operation.response is None
        self._etag = route.operation.etag if route.tagged else None
        self._is_get = route.method == "GET"
        self._next_page = route.next_page
        members = {p.name: p.member for p in route.parameters if p.place == "path"}
        self._location = VARIABLE.sub("{}", route.location or "")
        names = VARIABLE.findall(route.location or "")
        self._variables = [(name, members.get(name)) for name in names]
        more = self._etag or self._next_page or self._location
        self._only_content = not self._empty and not more
        self._encoders: dict[str, Callable[[Any], bytes]] = {JSON: _encode_json}
        fixed = [(k.encode(), v.encode("latin-1")) for k, v in route.headers.items()]
        if route.media_type is not None:
            self._encoders = {route.media_type: bytes}
        elif "xml" in formats and not self._empty:
            self._encoders[XML] = xml_writer(route.operation.response)
            fixed.append((b"vary", b"accept"))
        self._headers = {
            offer: fixed if self._empty else [(b"content-type", offer.encode()), *fixed]
            for offer in self._encoders
        }
        first = next(iter(self._encoders))
        self.chosen: dict[bytes | None, str] = {None: first, b"*/*": first}

    def negotiate(self, accept: bytes | None) -> str:
        """The media type to answer with; 406 when the client takes none that there is.

        ``chosen`` remembers it.
        """
        chosen = self._negotiated((accept or b"").decode("latin-1"))
        if len(self.chosen) < _REMEMBERED:
            self.chosen[accept] = chosen
        return chosen

    def _negotiated(self, accept: str) -> str:
        offers = tuple(self._encoders)
        chosen = offers[0] if self._empty else choose(accept, offers)
        if chosen is None:
            raise Refused(f"There is only {', '.join(offers)} here.", status=406)
        return chosen

    def write(
        self,
        value: Any,
        raw: Mapping[str, Any],
        scope: Scope,
        media_type: str,
    ) -> tuple[int, RawHeaders, bytes]:
        """The whole response to a call that went well."""
        headers = self._headers[media_type].copy()
        if self._only_content:
            return self._status, headers, self._encoders[media_type](value)
        if self._location:
            headers.append((b"location", self._located(value, raw, scope).encode()))
        if self._next_page is not None:
            _link_next(self._next_page, value.next_page_token, scope, headers)
        if self._etag is not None:
            tag = self._etag.of(value)
            headers.append((b"etag", tag.encode("latin-1")))
        body = b"" if self._empty else self._encoders[media_type](value)
        return self._status, headers, body

    def write_unchanged(
        self,
        error: NotModified,
        media_type: str,
    ) -> tuple[int, RawHeaders, bytes] | None:
        """304, with the headers that tell of the representation; None where there is no 304."""
        if not self._is_get:
            return None
        headers = [h for h in self._headers[media_type] if h[0] != b"content-type"]
        if error.etag:
            headers.append((b"etag", error.etag.encode("latin-1", "replace")))
        return 304, headers, b""

    def _located(self, value: Any, raw: Mapping[str, Any], scope: Scope) -> str:
        """Where the new resource is: its key is in the response, its ancestors' in the request."""
        root: str = scope.get("root_path", "")
        filled = [
            to_segment(getattr(value, name) if member is None else raw[member])
            for name, member in self._variables
        ]
        return root + self._location.format(*filled)


def _link_next(name: str, token: str | None, scope: Scope, headers: RawHeaders) -> None:
    """``Link: rel="next"`` (RFC 8288): the same query, with the next page's token."""
    if not token:
        return
    given = parse_query(scope["query_string"])
    query = [(key, value) for key, value in given if key != name]
    link = f'<?{urlencode([*query, (name, token)])}>; rel="next"'
    headers.append((b"link", link.encode()))
