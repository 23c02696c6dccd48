"""Makes up binary bodies of a real size, the same every time: pictures that show, else bytes.

What is made needs no library: the Huffman tables of a JPEG may give every symbol eight bits, and
the blocks of a PNG may be stored as they are.
"""

import functools
import hashlib
import struct
import zlib
from collections.abc import Iterator

_SIZE = 40_000  # bytes, about
_WIDTH, _HEIGHT = 640, 480  # of the JPEG, in pixels


@functools.cache
def binary(media_type: str) -> bytes:
    """Some 40 KB of a media type, as far as it is known how that looks."""
    match media_type.partition(";")[0].strip().lower():
        case "image/jpeg":
            return _jpeg()
        case "image/png":
            return _png()
        case kind if kind.startswith("text/"):
            lines = (f"Line {number} of some forty kilobytes.\n" for number in range(1, 1101))
            return "".join(lines).encode()
        case kind:
            return _noise(kind, _SIZE)


def _noise(seed: str, length: int) -> bytes:
    """Bytes without a pattern, so that nothing can compress them."""
    blocks = (hashlib.sha256(f"{seed} {n}".encode()).digest() for n in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def _jpeg() -> bytes:
    """A grey picture with a gradient and some grain (ITU-T T.81, baseline)."""
    table = bytes([0] * 7 + [255] + [0] * 8) + bytes(range(255))  # 255 codes of eight bits
    parts = (
        (0xDB, b"\0" + bytes([16] * 64)),
        (0xC0, struct.pack(">BHHB", 8, _HEIGHT, _WIDTH, 1) + b"\x01\x11\x00"),
        (0xC4, b"\x00" + table),
        (0xC4, b"\x10" + table),
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    )
    head = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in parts
    )
    bits = "".join(_blocks())
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    return b"\xff\xd8" + head + data + b"\xff\xd9"


def _blocks() -> Iterator[str]:
    """The bits of each block: its brightness against the last one's, three grains, and the end."""
    across, down = _WIDTH // 8, _HEIGHT // 8
    grain = _noise("grain", across * down)
    last = 0
    for place in range(across * down):
        row, column = divmod(place, across)
        level = (row * 64 // down + column * 64 // across) - 64
        yield _coefficient(0, level - last)
        last = level
        yield from (_coefficient(0, (grain[place] >> shift) % 4 - 2 or 1) for shift in (0, 2, 4))
        yield f"{0:08b}"


def _coefficient(zeros: int, value: int) -> str:
    """A run of zeros and a value, as a symbol of eight bits and the bits that it announces."""
    size = abs(value).bit_length()
    shown = value if value > 0 else value + (1 << size) - 1
    return f"{zeros << 4 | size:08b}" + (f"{shown:0{size}b}" if size else "")


def _png() -> bytes:
    """A gradient of 8-bit RGB (RFC 2083), not compressed (RFC 1951 §3.2.4)."""
    width, height = 128, 104
    rows = (
        b"\0" + bytes(v for x in range(width) for v in (2 * x, 2 * y, 255 - x - y))
        for y in range(height)
    )
    raw = b"".join(rows)
    stored = struct.pack("<BHH", 1, len(raw), len(raw) ^ 0xFFFF) + raw
    packed = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(raw))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
