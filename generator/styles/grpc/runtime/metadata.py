"""Turns headers into gRPC metadata and back: what a call carries besides its message."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping

from generator.runtime.call import NO_OPTIONS, CallOptions, carried_by, own_headers

Metadata = tuple[tuple[str, str | bytes], ...]

DETAILS_KEY = "grpc-status-details-bin"

_KEY = re.compile(r"(?!grpc-)[0-9a-z_.-]+")
_VALUE = re.compile(r"[\x20-\x7e]*")
_BINARY = "-bin"  # such a key has bytes; as a header they are base64


def to_metadata(headers: Mapping[str, str]) -> Iterator[tuple[str, str | bytes]]:
    """Headers as metadata; ValueError for what metadata cannot hold."""
    for name, value in headers.items():
        key = name.lower()
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a name of gRPC metadata: {name!r}")
        if key.endswith(_BINARY):
            yield key, b64decode(value, validate=True)
        elif _VALUE.fullmatch(value):
            yield key, value
        else:
            raise ValueError(f"gRPC metadata holds printable ASCII only: {name}")


def of_options(options: CallOptions) -> Metadata:
    """What a caller adds to one call."""
    if options is NO_OPTIONS:
        return ()
    headers = {**options.headers, **own_headers(options)}
    if (carried := carried_by(options)) is not None:
        headers = {**carried.by_name(), **headers}
    return tuple(to_metadata(headers)) if headers else ()


def from_metadata(metadata: Iterable[tuple[str, str | bytes]]) -> dict[str, str]:
    """Metadata as headers; repeated ones joined as HTTP has it."""
    headers: dict[str, str] = {}
    for key, value in metadata:
        text = value if isinstance(value, str) else b64encode(value).decode()
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers
