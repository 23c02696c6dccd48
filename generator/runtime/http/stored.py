"""Answers GET and HEAD with a StoredBody: conditions, ranges, and the headers of both (RFC 9110).

§13.2.2 says in which order conditions are looked at, §14.2 when ``Range`` counts.
"""

import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import NamedTuple

from ..bodies import StoredBody
from ..errors import NotModified, PreconditionFailed
from ..etag import matches
from .asgi import RawHeaders
from .disposition import attachment
from .headers import HeaderMap
from .ranges import Part, parse_range


class StoredAnswer(NamedTuple):
    """What is answered: a status, headers, and the parts of the body with what stands before each.

    length: bytes of all of it.
    """

    status: int
    headers: RawHeaders
    parts: Sequence[tuple[bytes, Part]]
    end: bytes
    length: int
    body: StoredBody

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """The content; what is opened for it is closed with it."""
        for before, (start, stop) in self.parts:
            if before:
                yield before
            async with aclosing(self.body.pieces(start, stop)) as pieces:
                async for piece in pieces:
                    yield piece
        if self.end:
            yield self.end


def answer(
    method: str,
    given: HeaderMap,
    body: StoredBody,
    media_type: str,
    status: int = 200,
) -> StoredAnswer:
    """The answer to a request; raises NotModified, PreconditionFailed, UnsatisfiableError.

    media_type: where the body has none of its own; status: of a whole answer.
    """
    tag = None if body.etag is None else f'"{body.etag}"'
    # Seconds are all that HTTP's dates have.
    modified = None if body.modified is None else body.modified.astimezone(UTC)
    modified = None if modified is None else modified.replace(microsecond=0)
    readable = method in {"GET", "HEAD"}
    _check(given, tag, modified, readable=readable)
    kind = body.media_type or media_type
    headers: RawHeaders = []
    if tag is not None:
        headers.append((b"etag", tag.encode()))
    if modified is not None:
        date = format_datetime(modified, usegmt=True)
        headers.append((b"last-modified", date.encode()))
    if body.filename is not None:
        headers.append((b"content-disposition", attachment(body.filename).encode()))
    if readable:
        headers.append((b"accept-ranges", b"bytes"))
    asked = given.get(b"range") if method == "GET" and status == 200 else None
    parts = None
    if asked is not None and _may_be_partial(given, tag, modified):
        parts = parse_range(asked.decode("latin-1"), body.size)
    if parts is None:
        headers.append((b"content-type", kind.encode()))
        whole = [(b"", (0, body.size))]
        return StoredAnswer(status, headers, whole, b"", body.size, body)
    if len(parts) == 1:
        start, stop = parts[0]
        headers.append((b"content-type", kind.encode()))
        place = b"bytes %d-%d/%d" % (start, stop - 1, body.size)
        headers.append((b"content-range", place))
        return StoredAnswer(206, headers, [(b"", parts[0])], b"", stop - start, body)
    return _multipart(headers, parts, kind, body)


def _multipart(
    headers: RawHeaders, parts: Sequence[Part], kind: str, body: StoredBody
) -> StoredAnswer:
    """Several parts, each with its own head (§14.6)."""
    boundary = secrets.token_hex(12).encode()
    heads = [
        b"\r\n--%b\r\ncontent-type: %b\r\ncontent-range: bytes %d-%d/%d\r\n\r\n"
        % (boundary, kind.encode(), start, stop - 1, body.size)
        for start, stop in parts
    ]
    end = b"\r\n--%b--\r\n" % boundary
    headers.append((b"content-type", b"multipart/byteranges; boundary=" + boundary))
    length = sum(stop - start for start, stop in parts)
    length += sum(map(len, heads)) + len(end)
    pairs = [*zip(heads, parts, strict=True)]
    return StoredAnswer(206, headers, pairs, end, length, body)


def _check(
    given: HeaderMap,
    tag: str | None,
    modified: datetime | None,
    *,
    readable: bool,
) -> None:
    """The conditions of a request, in the order of §13.2.2."""
    if (wanted := given.get(b"if-match")) is not None:
        if wanted.strip() != b"*" and not matches(wanted.decode("latin-1"), tag):
            raise PreconditionFailed
    elif modified is not None:
        since = _date(given, b"if-unmodified-since")
        if since is not None and modified > since:
            raise PreconditionFailed
    if (known := given.get(b"if-none-match")) is not None:
        if known.strip() == b"*" or matches(known.decode("latin-1"), tag, weak=True):
            raise NotModified(etag=tag)
    else:
        since = _date(given, b"if-modified-since") if readable else None
        if since is not None and modified is not None and modified <= since:
            raise NotModified(etag=tag)


def _may_be_partial(
    given: HeaderMap,
    tag: str | None,
    modified: datetime | None,
) -> bool:
    """Whether ``If-Range`` names what there is now (§13.1.5): the very tag, or the very date."""
    condition = given.get(b"if-range")
    if condition is None:
        return True
    text = condition.decode("latin-1").strip()
    if text.startswith('"'):
        return text == tag
    since = _date(given, b"if-range")
    return since is not None and since == modified


def _date(given: HeaderMap, name: bytes) -> datetime | None:
    """The date of a header; None for what is none."""
    text = given.get(name)
    if text is None:
        return None
    try:
        found = parsedate_to_datetime(text.decode("latin-1"))
    except (ValueError, TypeError, IndexError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
