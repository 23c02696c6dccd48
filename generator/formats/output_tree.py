"""What a build makes, in memory: paths and bytes, before anything touches the disk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file: a relative POSIX path and its bytes."""

    path: str
    content: bytes


def is_clean(path: str) -> bool:
    """Whether a path is relative, normal, and stays below its folder."""
    pure = PurePosixPath(path)
    odd = pure.is_absolute() or ".." in pure.parts or "\\" in path or "\0" in path
    return not odd and str(pure) == path and path != "."


class OutputTree:
    """Files by path; refuses what could leave the output folder, and duplicates."""

    def __init__(self, files: Iterable[File] = ()) -> None:
        self._files: dict[str, bytes] = {}
        self._spellings: dict[str, str] = {}  # folded path of a file or folder → as spelled
        for file in files:
            self.add(file)

    def add(self, file: File) -> None:
        """Add a file; ValueError (our own bug) for a path that is unclean, or taken.

        Paths that differ in case only would be one file on some disks, so they clash.
        """
        path = PurePosixPath(file.path)
        if not is_clean(file.path):
            raise ValueError(f"not a clean relative path: {file.path!r}")
        if file.path.casefold() in self._spellings:
            raise ValueError(f"two files want {file.path!r}")
        for folder in map(str, path.parents[:-1]):
            spelled = self._spellings.setdefault(folder.casefold(), folder)
            if spelled != folder or folder in self._files:
                raise ValueError(f"{file.path!r} clashes with {spelled!r}")
        self._spellings[file.path.casefold()] = file.path
        self._files[file.path] = file.content

    def __iter__(self) -> Iterator[File]:
        """All files, sorted by path."""
        return (File(path=p, content=c) for p, c in sorted(self._files.items()))

    def __len__(self) -> int:
        return len(self._files)
