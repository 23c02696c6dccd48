"""What is in store: ranges, conditions and names of files, as RFC 9110 and RFC 6266 have them."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from generator.runtime.bodies import StoredBody
from generator.runtime.errors import NotModified, PreconditionFailed
from generator.runtime.http.disposition import attachment
from generator.runtime.http.ranges import UnsatisfiableError, parse_range
from generator.runtime.http.stored import StoredAnswer, answer

CHANGED = datetime(2026, 3, 1, 12, 0, 0, 500, tzinfo=timezone(timedelta(hours=1)))
DATE = b"Sun, 01 Mar 2026 11:00:00 GMT"
BEFORE = b"Sun, 01 Mar 2026 10:59:59 GMT"
CONTENT = b"0123456789"


def stored(**more: Any) -> StoredBody:
    given: dict[str, Any] = {"etag": "v1", "modified": CHANGED, **more}
    return StoredBody(size=10, open=lambda start, stop: CONTENT[start:stop], **given)


def ask(method: str = "GET", body: StoredBody | None = None, **headers: bytes) -> StoredAnswer:
    given = {name.replace("_", "-").encode(): value for name, value in headers.items()}
    return answer(method, given, body or stored(), "text/plain")


def content(found: StoredAnswer) -> bytes:
    async def whole() -> bytes:
        return b"".join([piece async for piece in found.pieces()])

    return asyncio.run(whole())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("bytes=0-3", [(0, 4)]),
        ("bytes=4-", [(4, 10)]),
        ("bytes=-3", [(7, 10)]),
        ("bytes=-30", [(0, 10)]),
        ("BYTES = 0-99", [(0, 10)]),
        ("bytes=8-9,0-1", [(8, 10), (0, 2)]),
        ("bytes=0-4, 3-6 ,, 20-", [(0, 7)]),
        ("bytes=0-4,20-", [(0, 5)]),
        ("items=0-4", None),
        ("bytes=4-2", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=", None),
        ("bytes 0-4", None),
        ("bytes=" + ",".join(f"{n}-{n}" for n in range(17)), None),
    ],
)
def test_a_range_is_read_as_rfc_9110_has_it(text: str, parts: object) -> None:
    assert parse_range(text, 10) == parts


@pytest.mark.parametrize("text", ["bytes=10-", "bytes=10-20,30-", "bytes=-0"])
def test_a_range_without_a_byte_of_the_body_cannot_be_satisfied(text: str) -> None:
    with pytest.raises(UnsatisfiableError):
        parse_range(text, 10)


def test_a_whole_answer_says_what_may_be_asked_for() -> None:
    found = ask()
    assert (found.status, found.length, content(found)) == (200, 10, CONTENT)
    assert dict(found.headers) == {
        b"etag": b'"v1"',
        b"last-modified": DATE,
        b"accept-ranges": b"bytes",
        b"content-type": b"text/plain",
    }


def test_one_range_is_answered_with_206_and_its_place() -> None:
    found = ask(range=b"bytes=2-4")
    assert (found.status, found.length, content(found)) == (206, 3, b"234")
    assert (b"content-range", b"bytes 2-4/10") in found.headers


def test_several_ranges_are_answered_as_multipart() -> None:
    found = ask(range=b"bytes=8-9,0-1")
    body = content(found)
    kind = dict(found.headers)[b"content-type"]
    boundary = kind.removeprefix(b"multipart/byteranges; boundary=")
    assert found.length == len(body)
    parts = body.split(b"--" + boundary)
    assert [part.strip() for part in parts] == [
        b"",
        b"content-type: text/plain\r\ncontent-range: bytes 8-9/10\r\n\r\n89",
        b"content-type: text/plain\r\ncontent-range: bytes 0-1/10\r\n\r\n01",
        b"--",
    ]


def test_what_cannot_be_satisfied_tells_the_size() -> None:
    with pytest.raises(UnsatisfiableError) as caught:
        ask(range=b"bytes=10-")
    assert caught.value.content_range == "bytes */10"


@pytest.mark.parametrize(
    ("condition", "status"),
    [(b'"v1"', 206), (b'"v2"', 200), (b'W/"v1"', 200), (DATE, 206), (BEFORE, 200), (b"?", 200)],
)
def test_if_range_decides_whether_the_range_counts(condition: bytes, status: int) -> None:
    assert ask(range=b"bytes=0-1", if_range=condition).status == status


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_a_range_counts_for_get_only(method: str) -> None:
    assert ask(method, range=b"bytes=0-1").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"if_none_match": b'W/"v1", "other"'},
        {"if_none_match": b"*"},
        {"if_modified_since": DATE},
        {"if_none_match": b'"v1"', "if_modified_since": BEFORE},
        {"if_match": b'"v1"', "if_none_match": b'"v1"', "range": b"bytes=0-1"},
    ],
)
def test_what_the_caller_has_already_is_not_sent(headers: dict[str, bytes]) -> None:
    with pytest.raises(NotModified) as caught:
        ask(**headers)
    assert caught.value.etag == '"v1"'


@pytest.mark.parametrize(
    "headers",
    [{"if_match": b'"v2"'}, {"if_unmodified_since": BEFORE}, {"if_match": b'W/"v1"'}],
)
def test_what_has_changed_is_told(headers: dict[str, bytes]) -> None:
    with pytest.raises(PreconditionFailed):
        ask(**headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"if_match": b'"v1"'},
        {"if_match": b"*"},
        {"if_unmodified_since": DATE},
        {"if_none_match": b'"v2"', "if_modified_since": DATE},
        {"if_modified_since": BEFORE},
        {"if_modified_since": b"yesterday"},
    ],
)
def test_conditions_that_hold_change_nothing(headers: dict[str, bytes]) -> None:
    assert ask(**headers).status == 200


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("report.pdf", 'attachment; filename="report.pdf"'),
        ("a b;c.txt", 'attachment; filename="a b;c.txt"'),
        (
            "Grüße €.pdf",
            'attachment; filename="Gr__e _.pdf"; '
            "filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%E2%82%AC.pdf",
        ),
        (
            'say "hi" 100%.txt',
            'attachment; filename="say _hi_ 100_.txt"; '
            "filename*=UTF-8''say%20%22hi%22%20100%25.txt",
        ),
        ("../../etc/passwd", 'attachment; filename=".._.._etc_passwd"'),
        ("a\r\nset-cookie: b", 'attachment; filename="a__set-cookie: b"'),
    ],
)
def test_a_file_name_is_written_so_that_every_browser_reads_it(name: str, header: str) -> None:
    assert attachment(name) == header
    assert attachment(name).isascii()


class Closing:
    """Content that tells whether it was closed."""

    def __init__(self, content: bytes) -> None:
        self.left = [content[:4], content[4:]]
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self.left:
            raise StopIteration
        return self.left.pop(0)

    def close(self) -> None:
        self.closed = True


async def _async_pieces(text: bytes) -> AsyncIterator[bytes]:
    yield text


async def _opened(start: int, stop: int) -> bytes:
    return CONTENT[start:stop]


@pytest.mark.parametrize(
    "opens",
    [
        lambda start, stop: CONTENT[start:stop],
        lambda start, stop: iter([CONTENT[start:stop]]),
        lambda start, _stop: io.BytesIO(CONTENT[start:]),
        lambda start, stop: _async_pieces(CONTENT[start:stop]),
        _opened,
    ],
)
def test_a_store_may_give_bytes_a_file_or_an_iterator(opens: Any) -> None:
    body = StoredBody(size=10, open=opens)
    assert content(ask(body=body, range=b"bytes=2-8")) == b"2345678"


@pytest.mark.parametrize(("text", "word"), [(b"012345678", "few"), (b"0123456789a", "many")])
def test_a_store_that_gives_another_size_fails(text: bytes, word: str) -> None:
    body = StoredBody(size=10, open=lambda _start, _stop: [text])
    with pytest.raises(EOFError, match=word):
        content(ask(body=body))


def test_what_was_opened_is_closed_however_it_ends() -> None:
    opened: list[Closing] = []

    def opens(start: int, stop: int) -> Closing:
        opened.append(Closing(CONTENT[start:stop]))
        return opened[-1]

    body = StoredBody(size=10, open=opens)
    assert content(ask(body=body)) == CONTENT

    async def first_piece() -> None:
        pieces = body.pieces()
        await anext(pieces)
        await pieces.aclose()

    asyncio.run(first_piece())
    assert [each.closed for each in opened] == [True, True]


def test_a_file_on_the_disk_has_a_tag_a_date_and_its_media_type(tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(CONTENT)
    body = StoredBody.of_file(file, filename="Photo.png")
    assert (body.size, body.media_type, body.filename) == (10, "image/png", "Photo.png")
    assert body.etag and body.modified is not None and body.modified.tzinfo is UTC
    assert content(ask(body=body, range=b"bytes=2-3")) == b"23"


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": -1},
        {"etag": 'a"b'},
        {"etag": "a\r\nb"},
        {"media_type": "text"},
        {"media_type": "text/a\r\nb"},
        {"modified": datetime(2026, 1, 1)},
    ],
)
def test_what_http_cannot_carry_is_refused_at_once(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        StoredBody(**{"size": 1, "open": lambda *_: b"", **wrong})
