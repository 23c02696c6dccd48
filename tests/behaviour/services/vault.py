"""A vault of files in memory, written with `async def` and with `def`."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any


class Vault:
    """Keeps what is uploaded; remembers what became of each upload and download."""

    def __init__(self, package: Any) -> None:
        self._types = importlib.import_module(f"{package.__name__}.types")
        self._errors = importlib.import_module(f"{package.__name__}.errors")
        self.files: dict[str, bytes] = {}
        # What `download_file` gives instead of a file.
        self.answers: dict[str, Callable[[], Any]] = {}
        self.failures: list[BaseException] = []
        self.begun = 0
        self.ended = 0
        self.received = 0

    async def upload_file(self, *, name: str, label: str | None = None, content: Any) -> Any:
        if name in self.files:
            raise self._errors.FileExists(name=name)
        found = bytearray()
        self.begun += 1
        try:
            async for piece in content:
                self.received += len(piece)
                found += piece
        except BaseException as error:
            self.failures.append(error)
            raise
        finally:
            self.ended += 1
        self.files[name] = bytes(found)
        return self._types.UploadFileResult(size=len(found), label=label)

    async def download_file(self, *, name: str) -> Any:
        if name in self.answers:
            return self.answers[name]()
        if name not in self.files:
            raise self._errors.NoSuchFile(name=name)
        return self._pieces(self.files[name])

    async def _pieces(self, content: bytes) -> AsyncIterator[bytes]:
        try:
            for at in range(0, len(content), 10_000):
                yield content[at : at + 10_000]
                await asyncio.sleep(0)
        finally:
            self.ended += 1

    async def convert_file(self, *, name: str, content: Any) -> AsyncIterator[bytes]:
        del name
        async for piece in content:
            yield piece.upper()

    async def set_thumbnail(
        self, *, name: str, picture: bytes, width: int = 64, tags: list[str] | None = None
    ) -> Any:
        self.files[name] = picture
        found = self._types.SetThumbnailResult
        return found(size=len(picture), width=width, tags=tags or [])

    async def get_thumbnail(self, *, name: str) -> bytes:
        if name not in self.files:
            raise self._errors.NoSuchFile(name=name)
        return self.files[name]

    async def store_note(self, *, content: Any) -> Any:
        found = b"".join([piece async for piece in content])
        self.files["note"] = found
        return self._types.StoreNoteResult(size=len(found))

    async def checksum(self, *, content: bytes) -> Any:
        return self._types.ChecksumResult(sum=sum(content))


class VaultSync(Vault):
    """The same with `def`: content and answer are gone through in a thread."""

    def upload_file(  # type: ignore[override]
        self, *, name: str, label: str | None = None, content: Iterable[bytes]
    ) -> Any:
        if name in self.files:
            raise self._errors.FileExists(name=name)
        found = bytearray()
        self.begun += 1
        try:
            for piece in content:
                self.received += len(piece)
                found += piece
        except BaseException as error:
            self.failures.append(error)
            raise
        finally:
            self.ended += 1
        self.files[name] = bytes(found)
        return self._types.UploadFileResult(size=len(found), label=label)

    def download_file(self, *, name: str) -> Any:  # type: ignore[override]
        if name in self.answers:
            return self.answers[name]()
        if name not in self.files:
            raise self._errors.NoSuchFile(name=name)
        return self._each(self.files[name])

    def _each(self, content: bytes) -> Iterator[bytes]:
        try:
            for at in range(0, len(content), 10_000):
                yield content[at : at + 10_000]
        finally:
            self.ended += 1

    def convert_file(self, *, name: str, content: Iterable[bytes]) -> Iterator[bytes]:  # type: ignore[override]
        del name
        for piece in content:
            yield piece.upper()

    def store_note(self, *, content: Iterable[bytes]) -> Any:  # type: ignore[override]
        found = b"".join(content)
        self.files["note"] = found
        return self._types.StoreNoteResult(size=len(found))
