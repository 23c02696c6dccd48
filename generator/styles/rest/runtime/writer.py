"""What a service returned → the response: representation, status and headers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from generator.runtime.call import Call
from generator.runtime.etag import matches
from generator.runtime.http.asgi import RawHeaders, Reply, Scope
from generator.styles.rest.runtime.accept import choose
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.route import JSON, Route
from generator.styles.rest.runtime.urls import (
    VARIABLE,
    parse_query,
    to_segment,
)

# Different values of Accept whose choice is remembered.
_REMEMBERED = 100

_encode = msgspec.json.Encoder().encode


class Writer:
    """Writes the responses of one route."""

    def __init__(self, route: Route[Any]) -> None:
        self._status = route.status
        self._empty = route.operation.response is None
        self._binary = route.media_type is not None
        self._etag = route.operation.etag if route.tagged else None
        self._conditional = self._etag is not None and route.method == "GET"
        self._next_page = route.next_page
        members = {p.name: p.member for p in route.parameters if p.place == "path"}
        self._location = VARIABLE.sub("{}", route.location or "")
        names = VARIABLE.findall(route.location or "")
        self._variables = [(name, members.get(name)) for name in names]
        self._offers = (route.media_type or JSON,)
        fixed = [(k.encode(), v.encode("latin-1")) for k, v in route.headers.items()]
        self._headers = {
            offer: fixed if self._empty else [(b"content-type", offer.encode()), *fixed]
            for offer in self._offers
        }
        first = self._offers[0]
        self._chosen: dict[bytes | None, str] = {None: first, b"*/*": first}

    def negotiate(self, accept: bytes | None) -> str:
        """The media type to answer with; 406 when the client takes none that there is."""
        chosen = self._chosen.get(accept)
        if chosen is None:
            chosen = self._negotiated((accept or b"").decode("latin-1"))
            if len(self._chosen) < _REMEMBERED:
                self._chosen[accept] = chosen
        return chosen

    def _negotiated(self, accept: str) -> str:
        chosen = self._offers[0] if self._empty else choose(accept, self._offers)
        if chosen is None:
            offers = ", ".join(self._offers)
            raise Refused(f"There is only {offers} here.", status=406)
        return chosen

    def write(
        self,
        value: Any,
        raw: Mapping[str, Any],
        scope: Scope,
        call: Call,
        media_type: str,
    ) -> Reply:
        """The whole response to a call that went well."""
        headers = self._headers[media_type].copy()
        if self._location:
            headers.append((b"location", self._located(value, raw, scope).encode()))
        if self._next_page is not None:
            _link_next(self._next_page, value.next_page_token, scope, headers)
        if self._etag is not None:
            tag = self._etag.of(value)
            headers.append((b"etag", tag.encode("latin-1")))
            known = call.if_none_match if self._conditional else None
            if known is not None and matches(known, tag, weak=True):
                return Reply(304, headers[1:], b"")
        if self._empty:
            body = b""
        elif self._binary:
            body = value
        else:
            body = _encode(value)
        return Reply(self._status, headers, body)

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
