"""What a build makes, in memory: paths and bytes, before anything touches the disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file: a relative POSIX path and its bytes."""

    path: str
    content: bytes


class OutputTree:
    """Files by path; refuses what could leave the output folder, and duplicates."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def add(self, file: File) -> None:
        """Add a file; ValueError (our own bug) for a path that is absolute, has "..", or is taken."""
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or "\\" in file.path or str(path) != file.path:
            raise ValueError(f"not a clean relative path: {file.path!r}")
        if file.path.casefold() in {known.casefold() for known in self._files}:
            raise ValueError(f"two files want {file.path!r}")
        self._files[file.path] = file.content

    def __iter__(self) -> Iterator[File]:
        """All files, sorted by path."""
        return (File(path=p, content=c) for p, c in sorted(self._files.items()))
