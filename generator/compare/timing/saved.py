"""Keeps a measurement in a JSON file, and reads it again."""

from pathlib import Path

import msgspec

from generator.compare.timing.result import VERSION, Measurement


class UnreadableError(Exception):
    """The file holds no measurement."""


def write(measurement: Measurement, path: Path) -> None:
    """Write the file whole or not at all; OSError where that cannot be done."""
    text = msgspec.json.format(msgspec.json.encode(measurement), indent=1)
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_bytes(text + b"\n")
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read(path: Path) -> Measurement:
    """Read what ``write`` wrote; UnreadableError says what is wrong with another file."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Measurement)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(f"{path} holds no measurement: {error}") from error
    if found.version > VERSION:
        raise UnreadableError(f"{path} was written by a later version of this program")
    return found
