"""The same calls over REST and through the transcoder, and what callers see of each."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx

from generated.cameras import CameraOffline, Frame, UploadFramesResult
from generated.products import Category
from generator.runtime.http.streaming.ndjson import LINES
from tests.behaviour.services.cameras import CameraHub
from tests.behaviour.services.products import ProductList
from tests.behaviour.services.servers import DataCentre

_MOMENT = datetime(2026, 11, 30, tzinfo=UTC)
_BIG = 9007199254740993  # more than a double holds
_NEW = {"host_name": "a", "memory_bytes": 1}
_NOBODY, _CHALLENGE = {"authorization": ""}, ("www-authenticate",)
_CLEARED, _SECOND = {"rack": None}, {"if-match": '"2"'}
_BY_NAME, _THIRD = {"updateMask": "rack"}, {"if-match": '"3"'}
_HARD = {"graceful": False}
_FRAME = '{"number": 1, "takenAt": "2026-11-30T00:00:00Z", "jpeg": ""}'
_LINES = {"content-type": LINES}
Seen = Callable[[httpx.Response], str]


class Live(CameraHub):
    """A hub with a live view of two frames, which then breaks off."""

    async def watch_camera(self, **_: Any) -> AsyncIterator[Frame]:
        for number in range(2):
            yield Frame(number=number, taken_at=_MOMENT, jpeg=b"")
        raise CameraOffline

    async def upload_frames(self, *, frames: AsyncIterator[Frame]) -> UploadFramesResult:
        return UploadFramesResult(kept=len([frame async for frame in frames]))


async def services() -> dict[str, object]:
    """By their contracts: each holds something, the same each time."""
    shop, racks, hub = ProductList(), DataCentre(), Live()
    for name in ("Shirt", "Hat"):
        await shop.add_product(name=name, price=Decimal("22.00"), category=Category.CLOTHES)
    await racks.order_server(host_name="db", memory_bytes=_BIG, rack="r1")
    await hub.register_camera(name="Door", serial="CAM-0042")
    return {"products": shop, "servers": racks, "cameras": hub}


def header(*names: str) -> Seen:
    """Headers of an answer, with their values."""

    def seen(answer: httpx.Response) -> str:
        found = [f"{name}: {answer.headers[name]}" for name in names if name in answer.headers]
        return ", ".join(f"`{one}`" for one in found) or f"no {names[0]}"

    return seen


def member(name: str) -> Seen:
    """A member, where it stands in a body."""

    def seen(answer: httpx.Response) -> str:
        is_json = answer.headers.get("content-type", "").endswith("json")
        found = [*_found(answer.json(), name)] if is_json else []
        if not found:
            return f"no `{name}`" if answer.is_success else ""
        return f"`{name}: {json.dumps(found[0])}`"

    return seen


def members(answer: httpx.Response) -> str:
    """The members of a body."""
    body = answer.json()
    return f"`{{{', '.join(body)}}}`" if isinstance(body, dict) else f"`[{len(body)} items]`"


def error(answer: httpx.Response) -> str:
    """The body of an error: its media type, and what it holds."""
    media_type = answer.headers.get("content-type", "no body")
    if not media_type.endswith("json"):
        return media_type
    body = answer.json()
    more = [one["@type"].rpartition("/")[2] for one in body.get("details", ())]
    return f"{media_type} `{{{', '.join(body)}}}`" + "".join(f" + `{one}`" for one in more)


def lines(answer: httpx.Response) -> str:
    """A stream: its media type, and how each of its items begins."""
    found = [one.partition(" ")[0][:11] for one in answer.text.splitlines() if one]
    return f"{answer.headers['content-type']}: " + ", ".join(f"`{one}…`" for one in found)


def nothing(_answer: httpx.Response) -> str:
    """The status alone."""
    return ""


def _found(value: Any, name: str) -> Any:
    if isinstance(value, dict) and name in value:
        yield value[name]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _found(one, name)


@dataclass(frozen=True)
class Call:
    """One call; seen: what the table shows of its answer, behind the status."""

    what: str
    contract: str
    request: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    seen: Seen = nothing

    @property
    def shown(self) -> str:
        """The call in the table."""
        headers = "".join(f", `{name}: {value}`" for name, value in self.headers.items())
        body = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return f"`{self.request}`{headers}" + ("" if self.body is None else f", `{body}`")


# In their order, and each side has servers of its own: what one call changes, the next one sees.
CALLS = [
    Call("created", "servers", "POST /servers", _NEW, seen=header("location")),
    Call("an answer", "products", "GET /products/1", seen=members),
    Call("a list", "servers", "GET /servers:search?query=d", seen=members),
    Call("an enum", "products", "GET /products/1", seen=member("category")),
    Call("an enum, sent", "products", "GET /products?category=Clothes"),
    Call("as protobuf has it", "products", "GET /products?category=CATEGORY_CLOTHES"),
    Call("a decimal", "products", "GET /products/1", seen=member("price")),
    Call("64 bits", "servers", "GET /servers/s-1", seen=member("memory_bytes")),
    Call("64 bits as text", "servers", "POST /servers", {**_NEW, "memory_bytes": "1"}),
    Call("a duration", "servers", "GET /servers/s-1", seen=member("uptime")),
    Call("an empty list", "products", "GET /products/1", seen=member("tags")),
    Call("an absent member", "products", "GET /products/1", seen=member("note")),
    Call("an unknown member", "servers", "POST /servers", {**_NEW, "colour": "red"}, seen=error),
    Call("an unknown parameter", "products", "GET /products?colour=red", seen=error),
    Call("a parameter in snake_case", "products", "GET /products?page_size=1"),
    Call("an id with a slash", "products", "GET /products/a%2Fb", seen=member("productId")),
    Call("a next page", "products", "GET /products?pageSize=1", seen=header("link")),
    Call("a declared error", "servers", "GET /servers/s-9", seen=error),
    Call("invalid input", "servers", "POST /servers", {"cores": 0}, seen=error),
    Call("no JSON", "servers", "POST /servers", "{", seen=error),
    Call("no credentials", "servers", "GET /servers/s-1", None, _NOBODY, header(*_CHALLENGE)),
    Call("another media type", "servers", "POST /servers", _NEW, {"content-type": "text/plain"}),
    Call("nothing acceptable", "servers", "GET /servers/s-1", None, {"accept": "text/csv"}),
    Call("for caches", "servers", "GET /status", seen=header("cache-control")),
    Call("a tag", "servers", "GET /servers/s-1", seen=header("etag")),
    Call("nothing new", "servers", "GET /servers/s-1", None, {"if-none-match": '"1"'}),
    Call("no condition", "servers", "PATCH /servers/s-1", {"cores": 2}),
    Call("an old tag", "servers", "PATCH /servers/s-1", {"cores": 2}, {"if-match": '"9"'}),
    Call("the right tag", "servers", "PATCH /servers/s-1", {"cores": 2}, {"if-match": '"1"'}),
    Call("cleared", "servers", "PATCH /servers/s-1", _CLEARED, _SECOND, member("rack")),
    Call("cleared by name", "servers", "PATCH /servers/s-1", _BY_NAME, _THIRD, member("rack")),
    Call("a status of its own", "servers", "POST /servers/s-1/restart", {}),
    Call("an error's own status", "servers", "POST /servers/s-1/restart", _HARD, seen=error),
    Call("a verb", "servers", "POST /servers/s-1:reboot", seen=header("deprecation", "sunset")),
    Call("deleted", "products", "DELETE /products/1", seen=header("content-type")),
    Call("HEAD", "servers", "HEAD /servers/s-1"),
    Call("OPTIONS", "servers", "OPTIONS /servers/s-1", seen=header("allow")),
    Call("another method", "servers", "PUT /servers/s-1", seen=header("allow")),
    Call("an unknown path", "servers", "GET /racks"),
    Call("gRPC's health check", "servers", "POST /grpc.health.v1.Health/Check", {}),
    Call("a stream that breaks", "cameras", "GET /v1/cameras/1:watch", seen=lines),
    Call("a stream of requests", "cameras", "POST /v1/upload-frames", _FRAME, _LINES),
    Call("as an array", "cameras", "POST /v1/upload-frames", f"[{_FRAME}]"),
    Call("a file", "cameras", "POST /v1/cameras/1:take-picture", {}, seen=header("content-type")),
]
