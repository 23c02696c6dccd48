"""Files in pieces are the same however they travel: content, errors, cuts, what is in store."""

import asyncio
import contextlib
import importlib
import inspect
import io
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generated._support import Code, InvalidArgument, ServiceError, StoredBody
from generator import build
from tests.behaviour.hosting import OBJECT, WAYS, Host, Way, connected, served
from tests.behaviour.services.vault import Vault, VaultSync
from tests.behaviour.told import flows
from tests.waiting import until

CONTRACT = Path(__file__).parent / "contracts" / "vault.yaml"
UP, DOWN = "UploadFile", "DownloadFile"
ITSELF = Way(OBJECT, "async")
CONTENT = bytes(range(256)) * 1200  # in many pieces, and no text


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("vault")
    build(CONTRACT, output=folder / "stored")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("stored.vault")
    sys.path.remove(str(folder))


# Each style serves both sorts of services; a server does not know the sort of its client.
SERVICES = {"async": Vault, "sync": VaultSync}
CASES = [
    pytest.param(way, SERVICES[way.client], id=f"{way}-{SERVICES[way.client].__name__}")
    for way in WAYS
]
ALL = pytest.mark.parametrize(("way", "make"), CASES)
REMOTE = pytest.mark.parametrize(
    ("way", "make"), [case for case in CASES if case.values[0] != ITSELF]
)
# Those that send a file in pieces, and not as one value.
IN_PIECES = pytest.mark.parametrize(
    ("way", "make"),
    [case for case in CASES if case.values[0] != ITSELF and flows(CONTRACT, case.values[0], UP)],
)


class Pieces:
    """A file, piece by piece, to be gone through either way; tells how many were taken.

    fails: what it raises at its end; when: not before this holds.
    """

    def __init__(
        self,
        content: bytes,
        fails: Exception | None = None,
        when: Callable[[], bool] = lambda: True,
    ) -> None:
        self._content = content
        self._fails = fails
        self._when = when
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces()
        for _ in range(500):
            if self._fails is None or self._when():
                break
            time.sleep(0.01)
        if self._fails is not None:
            raise self._fails

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces():
            yield piece
        if self._fails is not None:
            await until(self._when)
            raise self._fails

    def _pieces(self) -> Iterator[bytes]:
        for at in range(0, len(self._content), 10_000):
            self.taken += 1
            yield self._content[at : at + 10_000]


class OpenFile(io.BytesIO):
    """A file whose lines would be of any length."""

    def __iter__(self) -> "OpenFile":
        raise AssertionError("read in lines")

    def __next__(self) -> bytes:
        raise AssertionError("read in lines")


class Reached:
    """The vault, whatever stands behind it: every method can be awaited."""

    def __init__(self, target: Any, *, sync: bool) -> None:
        self._target = target
        self._sync = sync

    async def upload(self, **arguments: Any) -> Any:
        method = self._target.upload_file
        if self._sync:
            return await asyncio.to_thread(lambda: method(**arguments))
        return await method(**arguments)

    async def __call__(self, method: str, **arguments: Any) -> Any:
        """Any other method."""
        found = getattr(self._target, method)
        if self._sync:
            return await asyncio.to_thread(lambda: found(**arguments))
        return await found(**arguments)

    async def download(self, **arguments: Any) -> bytes:
        return b"".join([piece async for piece in self.pieces(**arguments)])

    async def pieces(self, **arguments: Any) -> AsyncIterator[bytes]:
        found = self._target.download_file(**arguments)
        if inspect.iscoroutine(found):
            found = await found
        if not self._sync:
            async for piece in found:
                yield piece
            return
        end = object()
        try:
            while (piece := await asyncio.to_thread(next, found, end)) is not end:
                yield piece
        finally:
            await asyncio.to_thread(found.close)


@contextlib.asynccontextmanager
async def reached(package: Any, way: Way, service: Any) -> AsyncIterator[Reached]:
    if way.style == OBJECT:
        yield Reached(service, sync=False)
        return
    async with (
        served(package.__name__, way.style, service) as target,
        connected(package.__name__, way, target) as client,
    ):
        yield Reached(client, sync=way.client == "sync")


@ALL
def test_a_file_goes_up_and_comes_down_as_it_is(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        service = make(package)
        async with reached(package, way, service) as vault:
            result = await vault.upload(name="a", label="first", content=Pieces(CONTENT))
            assert (result.size, result.label) == (len(CONTENT), "first")
            assert service.files == {"a": CONTENT}
            assert await vault.download(name="a") == CONTENT

    host.run(run())


@REMOTE
def test_an_open_file_is_read_in_pieces_both_ways(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        service = make(package)
        async with reached(package, way, service) as vault:
            sent, stored = OpenFile(CONTENT), OpenFile(CONTENT)
            result = await vault.upload(name="a", label="", content=sent)
            assert result.size == len(CONTENT)
            assert not sent.closed  # it is the caller's
        service = make(package)
        service.download_file = lambda **_: stored
        async with reached(package, way, service) as vault:
            assert await vault.download(name="a") == CONTENT
            assert stored.closed

    host.run(run())


@REMOTE
def test_bytes_are_no_pieces(package: Any, way: Way, make: Any, host: Host) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as vault:
            with pytest.raises(InvalidArgument) as caught:
                await vault.upload(name="a", label="", content=b"whole")
            assert "write [content]" in caught.value.violations[0].detail

    host.run(run())


@ALL
def test_bytes_in_memory_are_the_same_beside_other_inputs(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as vault:
            picture = bytes(range(256))
            found = await vault("set_thumbnail", name="a", picture=picture, tags=["x", "y"])
            assert (found.size, found.width, found.tags) == (256, 64, ["x", "y"])
            found = await vault("set_thumbnail", name="a", picture=picture, width=99)
            assert (found.size, found.width, found.tags) == (256, 99, [])
            assert await vault("get_thumbnail", name="a") == picture
            assert (await vault("checksum", content=picture)).sum == sum(picture)
            assert (await vault("checksum", content=b"")).sum == 0

    host.run(run())


@REMOTE
def test_bytes_that_are_too_many_are_a_violation(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as vault:
            for picture in (b"", b"x" * 1001):
                with pytest.raises(InvalidArgument) as caught:
                    await vault("set_thumbnail", name="a", picture=picture, width=1)
                places = {violation.pointer for violation in caught.value.violations}
                assert places == {"/picture", "/width"}

    host.run(run())


@REMOTE
def test_a_file_that_is_longer_than_the_contract_says_is_refused(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        service = make(package)
        async with reached(package, way, service) as vault:
            most = Pieces(CONTENT[:100_000])
            assert (await vault("store_note", content=most)).size == 100_000
            service.files.clear()
            with pytest.raises(ServiceError) as caught:
                await vault("store_note", content=Pieces(CONTENT[:100_001]))
            assert caught.value.code is Code.RESOURCE_EXHAUSTED
            assert service.files == {}

    host.run(run())


@ALL
def test_an_empty_file_is_a_file(package: Any, way: Way, make: Any, host: Host) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as vault:
            assert (await vault.upload(name="a", content=Pieces(b""))).size == 0
            assert await vault.download(name="a") == b""

    host.run(run())


@ALL
def test_a_declared_error_before_the_first_piece_arrives_as_itself(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    errors = importlib.import_module(f"{package.__name__}.errors")

    async def run() -> None:
        async with reached(package, way, make(package)) as vault:
            with pytest.raises(errors.NoSuchFile) as missing:
                await vault.download(name="a")
            assert missing.value.name == "a"
            await vault.upload(name="a", content=Pieces(b"x"))
            with pytest.raises(errors.FileExists):
                await vault.upload(name="a", content=Pieces(b"y"))

    host.run(run())


@IN_PIECES
def test_an_answer_ends_an_upload_that_goes_on(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    errors = importlib.import_module(f"{package.__name__}.errors")

    async def run() -> None:
        async with reached(package, way, make(package)) as vault:
            await vault.upload(name="a", content=Pieces(b"x"))
            content = Pieces(CONTENT * 400)
            with pytest.raises(errors.FileExists):
                await vault.upload(name="a", content=content)
            assert content.taken < 10_000

    host.run(run())


@REMOTE
def test_what_the_content_raises_reaches_the_caller_and_no_file_is_kept(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        service = make(package)
        async with reached(package, way, service) as vault:
            with pytest.raises(OSError, match="the disk is gone"):
                # A call that is cancelled before may never reach the method.
                reaches = flows(CONTRACT, way, UP)
                begun = (lambda: service.begun == 1) if reaches else (lambda: True)
                content = Pieces(CONTENT, OSError("the disk is gone"), begun)
                await vault.upload(name="a", content=content)
            if reaches:
                await until(lambda: service.ended == 1)
                assert len(service.failures) == 1
            assert service.files == {}

    host.run(run())


@REMOTE
def test_a_piece_that_is_no_bytes_is_refused_to_the_caller(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        service = make(package)
        async with reached(package, way, service) as vault:
            with pytest.raises(InvalidArgument):
                await vault.upload(name="a", content=["text"])
            assert service.files == {}

    host.run(run())


@REMOTE
def test_a_download_that_fails_on_its_way_never_looks_whole(
    package: Any, way: Way, make: Any, host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield CONTENT
        raise RuntimeError("secret")

    async def run() -> None:
        service = make(package)
        service.answers["a"] = breaking
        async with reached(package, way, service) as vault:
            with pytest.raises(ServiceError) as caught:
                await vault.download(name="a")
            assert caught.value.code in {Code.UNAVAILABLE, Code.INTERNAL}
            assert "secret" not in str(caught.value)

    host.run(run())
    assert "DownloadFile" in caplog.text


@REMOTE
def test_a_caller_that_stops_ends_the_method(package: Any, way: Way, make: Any, host: Host) -> None:
    async def run() -> None:
        service = make(package)
        service.files["a"] = CONTENT * 100
        async with reached(package, way, service) as vault:
            pieces = vault.pieces(name="a")
            await anext(pieces)
            await pieces.aclose()
            await until(lambda: service.ended == 1)

    if flows(CONTRACT, way, DOWN):
        host.run(run())


@REMOTE
def test_what_is_in_store_comes_whole_and_is_closed(
    package: Any, way: Way, make: Any, host: Host, tmp_path: Path
) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(CONTENT)
    opened: list[Any] = []

    def opens(start: int, stop: int) -> Any:
        opened.append((start, stop, file.open("rb")))
        return opened[-1][2]

    async def run() -> None:
        service = make(package)
        service.answers["a"] = lambda: StoredBody(size=len(CONTENT), open=opens)
        service.answers["b"] = lambda: StoredBody.of_file(file)
        async with reached(package, way, service) as vault:
            assert await vault.download(name="a") == CONTENT
            assert await vault.download(name="b") == CONTENT

    host.run(run())
    assert [(start, stop, it.closed) for start, stop, it in opened] == [(0, len(CONTENT), True)]


@REMOTE
def test_a_store_that_gives_too_little_never_looks_whole(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        service = make(package)
        body = StoredBody(size=len(CONTENT) + 1, open=lambda *_: [CONTENT])
        service.answers["a"] = lambda: body
        async with reached(package, way, service) as vault:
            with pytest.raises(ServiceError):
                await vault.download(name="a")

    host.run(run())


@pytest.mark.parametrize("way", [way for way in WAYS if way.client == "async"][1:], ids=str)
def test_a_hook_may_put_its_own_around_a_file(package: Any, way: Way, host: Host) -> None:
    seen: list[int] = []

    async def counting(call: Any, proceed: Any) -> Any:
        del call
        content = await proceed()
        if not hasattr(content, "__aiter__"):
            return content

        async def counted() -> AsyncIterator[bytes]:
            async for piece in content:
                seen.append(len(piece))
                yield piece

        return counted()

    async def run() -> None:
        service = Vault(package)
        service.files["a"] = CONTENT
        async with (
            served(package.__name__, way.style, service, hooks=[counting]) as target,
            connected(package.__name__, way, target) as client,
        ):
            assert await Reached(client, sync=False).download(name="a") == CONTENT
        assert not flows(CONTRACT, way, DOWN) or sum(seen) == len(CONTENT)
        assert service.ended == 1

    host.run(run())
