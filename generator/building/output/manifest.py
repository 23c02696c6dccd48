"""Turns the list of files that a build wrote into ``manifest.sha256``, and reads it again.

Every folder that a build owns (``_support``, one per contract) holds one, in the format of
sha256sum. It tells what is ours to replace or remove, and what somebody edited by hand.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping

from generator.formats.output_tree import File, is_clean

NAME = "manifest.sha256"

_LINE = re.compile(r"^([0-9a-f]{64})  (\S.*)$")

# Per path the hashes that a build may have written; two where a merge left both sides.
Hashes = Mapping[str, frozenset[str]]


def digest(content: bytes) -> str:
    """The hash that stands in a manifest."""
    return hashlib.sha256(content).hexdigest()


def write(files: Iterable[File]) -> File:
    """The manifest of a folder's files (with paths relative to the folder)."""
    lines = [f"{digest(file.content)}  {file.path}\n" for file in sorted(files, key=_path)]
    return File(path=NAME, content="".join(lines).encode())


def read(content: bytes) -> Hashes:
    """What a manifest says; lines that are no entries (a merge's marks) are skipped."""
    known: dict[str, frozenset[str]] = {}
    for line in content.decode(errors="replace").splitlines():
        match = _LINE.match(line)
        if match and is_clean(match[2]):
            sha, path = match.groups()
            known[path] = known.get(path, frozenset()) | {sha}
    return known


def _path(file: File) -> str:
    return file.path
