"""Calls without any code of ours: stock clients, and what they send along a way."""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

import grpc
import httpx

from generator.deploy.front import Way
from generator.model import AuthKind
from tests.auth.callers import RIGHT
from tests.deploy.traffic.site import Site

# The keys that the walks of tests/behaviour/scenarios leave behind.
KEYS = {
    "slug": "hello-world",
    "camera_id": "1",
    "iban": "DE02120300000000202051",
    "server_id": "s-1",
    "playlist_id": "p-1",
    "track_id": "1",
    "product_id": "1",
    "person_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
}


def shown(way: Way, secret: str = RIGHT) -> tuple[dict[str, str], dict[str, str]]:
    """The headers and the parameters in which a caller on a way shows who it is."""
    headers: dict[str, str] = {}
    query: dict[str, str] = {}
    schemes = way.api.auth
    found = [[schemes[one.scheme] for one in choices] for choices in way.auth or ()]
    possible = [all_ for all_ in found if all(s.kind is not AuthKind.MUTUAL_TLS for s in all_)]
    for scheme in possible[0] if possible else ():
        if scheme.kind is AuthKind.BASIC:
            pair = base64.b64encode(f"{secret}:{secret}".encode()).decode()
            headers["authorization"] = f"Basic {pair}"
        elif scheme.kind is not AuthKind.API_KEY:
            headers["authorization"] = f"Bearer {secret}"
        elif scheme.header:
            headers[scheme.header.lower()] = secret
        elif scheme.cookie:
            headers["cookie"] = f"{scheme.cookie}={secret}"
        else:
            assert scheme.query is not None
            query[scheme.query] = secret
    return headers, query


def path_of(way: Way) -> str:
    """A path of a way, with keys of resources that may be there."""
    return re.sub(r"\{([^}]*)\}", lambda found: KEYS.get(found[1], "1"), way.path.text)


def asked(way: Way, client: httpx.Client, *, post: bool = False) -> httpx.Response:
    """A GET of a way, or a POST with an empty object where the way takes one."""
    own, query = shown(way)
    if post and "POST" in way.route.methods:
        own["content-type"] = "application/json"
        return client.post(path_of(way), params=query, headers=own, content=b"{}")
    if way.route.path.startswith(f"/{way.api.package}."):  # Connect, whose GETs carry a message
        query |= {"connect": "v1", "encoding": "json", "message": "{}"}
    return client.get(path_of(way), params=query, headers=own)


def did(response: httpx.Response) -> str:
    """What the proxy's cache did, as RFC 9211 has it: HIT, REVALIDATED, MISS, or "" for nothing."""
    status = response.headers.get("cache-status", "")
    words = {word.strip() for word in status.split(";")[1:]}
    if "hit" in words:
        return "HIT"
    if "fwd-status=304" in words:
        return "REVALIDATED"
    return "MISS" if words & {"fwd=miss", "fwd=uri-miss", "fwd=vary-miss"} else ""


def channel(site: Site) -> grpc.Channel:
    """A stock channel through the proxy: one connection."""
    options = [("grpc.max_receive_message_length", -1), ("grpc.enable_retries", 0)]
    return grpc.secure_channel(site.proxy.address, site.channel_credentials, options)


def unary(channel: Any, path: str, metadata: Mapping[str, str], content: bytes = b"") -> Any:
    """The call of one message, and its future answer."""
    call = channel.unary_unary(path, request_serializer=None, response_deserializer=None)
    return call.with_call(content, metadata=[*metadata.items()], timeout=40)


def lines(response: httpx.Response) -> Iterator[str]:
    """The lines of a stream that are not empty, each as it comes."""
    return (line for line in response.iter_lines() if line.strip())
