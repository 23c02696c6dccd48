"""Bytes of a call fall into head, body and framing, to the byte."""

import pytest

from generator.compare.timing.http_bytes import PREFACE, is_http2, split

HEAD = b"POST /products HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def frame(kind: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind]) + bytes(5) + payload


def test_http_1_has_a_head_and_a_body() -> None:
    found = split(HEAD + b"body", http2=False, prefix=0)
    assert (found.head, found.body, found.framing) == (len(HEAD), 4, 0)


def test_a_head_without_a_body_is_all_head() -> None:
    found = split(HEAD, http2=False, prefix=5)
    assert (found.head, found.body, found.framing) == (len(HEAD), 0, 0)


def test_the_lengths_of_chunks_are_framing() -> None:
    rest = b"5\r\nhello\r\n3;name=value\r\nyou\r\n0\r\n\r\n"
    found = split(CHUNKED + rest, http2=False, prefix=0)
    assert (found.head, found.body, found.framing) == (len(CHUNKED), 8, len(rest) - 8)


def test_http_2_counts_headers_data_and_everything_else() -> None:
    stream = PREFACE + frame(4, b"") + frame(1, b"h" * 20) + frame(9, b"h") + frame(0, b"d" * 15)
    found = split(stream, http2=True, prefix=5)
    assert (found.head, found.body) == (21, 10)
    assert found.framing == len(PREFACE) + 4 * 9 + 5


def test_window_updates_and_pings_are_framing() -> None:
    found = split(frame(8, b"1234") + frame(6, b"12345678"), http2=True, prefix=5)
    assert (found.head, found.body, found.framing) == (0, 0, 9 + 4 + 9 + 8)


@pytest.mark.parametrize("http2", [False, True])
@pytest.mark.parametrize("prefix", [0, 5])
def test_nothing_is_lost_or_counted_twice(http2: bool, prefix: int) -> None:
    stream = PREFACE + frame(1, b"abc") + frame(0, b"d" * 9) if http2 else HEAD + b"body"
    assert split(stream, http2=http2, prefix=prefix).total == len(stream)


def test_the_preface_tells_http_2() -> None:
    assert is_http2(PREFACE + frame(4, b""))
    assert not is_http2(HEAD)
