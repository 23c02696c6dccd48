"""Made-up binary bodies are of a real size, the same every time, and what they say they are."""

import struct
import zlib

import pytest

from generator.compare.mock.binary import binary

TYPES = ("image/jpeg", "image/png", "text/plain", "application/pdf", "application/octet-stream")


@pytest.mark.parametrize("media_type", TYPES)
def test_a_body_is_some_tens_of_kilobytes_and_always_the_same(media_type: str) -> None:
    first = binary(media_type)
    binary.cache_clear()
    assert binary(media_type) == first
    assert 20_000 < len(first) < 50_000


def test_a_png_holds_the_pixels_that_its_header_promises() -> None:
    data = binary("image/png")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    assert len(zlib.decompress(data[start + 4 : start + 4 + length])) == height * (1 + 3 * width)


def test_a_jpeg_begins_and_ends_as_one() -> None:
    data = binary("image/jpeg")
    assert (data[:3], data[-2:]) == (b"\xff\xd8\xff", b"\xff\xd9")


def test_text_is_text() -> None:
    assert binary("text/plain; charset=utf-8").decode().startswith("Line 1 ")
