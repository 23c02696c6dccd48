"""Raw bodies and files over HTTP as foreign clients see them: curl, bare requests, ranges."""

import asyncio
import importlib
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generated._support import StoredBody
from generator import build
from tests.behaviour.hosting import Host, served
from tests.behaviour.services.vault import Vault
from tests.bench.files import growth
from tests.rest.exchange import Answer, ask

CONTRACT = Path(__file__).parent.parent / "behaviour" / "contracts" / "vault.yaml"
CONTENT = bytes(range(256)) * 4000


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("vault")
    build(CONTRACT, output=folder / "curled")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("curled.vault")
    sys.path.remove(str(folder))


@pytest.fixture
def vault(package: Any) -> Vault:
    return Vault(package)


@pytest.fixture
def app(package: Any, vault: Vault) -> Any:
    return importlib.import_module(f"{package.__name__}.rest.server").create_app(vault)


def test_a_raw_body_is_taken_under_its_media_type_or_none(app: Any) -> None:
    """`curl -T` sends no Content-Type: there is one type only that the body can be of."""
    for headers in ({"content-type": "image/png"}, {"content-type": "Image/PNG; q=x"}, {}):
        answer = ask(app, "POST", "/files/a:set-thumbnail?width=99", headers=headers, body=b"\xff")
        assert (answer.status, answer.json["size"], answer.json["width"]) == (200, 1, 99)


def test_a_raw_body_of_another_type_is_refused(app: Any) -> None:
    for place in ("/files/a:set-thumbnail", "/files/a:upload"):
        headers = {"content-type": "text/html"}
        answer = ask(app, "POST", place, headers=headers, body=b"x")
        assert (answer.status, answer.headers["content-type"]) == (415, "application/problem+json")
        assert answer.headers["accept"] in {"image/png", "application/octet-stream"}


def test_a_compressed_body_is_refused(app: Any) -> None:
    for place in ("/files/a:set-thumbnail", "/files/a:upload"):
        headers = {"content-encoding": "gzip"}
        assert ask(app, "POST", place, headers=headers, body=b"x").status == 415


def test_what_is_wrong_with_a_raw_body_is_a_place_in_it(app: Any) -> None:
    answer = ask(app, "POST", "/files/a:set-thumbnail?width=1", body=b"x" * 1001)
    assert answer.status == 400
    places = [error.get("pointer", error.get("parameter")) for error in answer.json["errors"]]
    assert sorted(places) == ["", "width"]


def test_raw_bytes_in_memory_obey_the_limit_of_bodies(package: Any, vault: Vault) -> None:
    make = importlib.import_module(f"{package.__name__}.rest.server").create_app
    app = make(vault, max_body_size=100)
    assert ask(app, "POST", "/checksum", body=b"x" * 101).status == 413
    # A file has no limit but its own.
    assert ask(app, "POST", "/files/a:upload", body=b"x" * 101).json["size"] == 101


def test_a_file_beyond_its_length_is_answered_with_413(app: Any) -> None:
    body = b"x" * 100_001
    for given in (body, [body[:50_000], body[50_000:]]):
        answer = ask(app, "POST", "/store-note", headers={"content-type": "text/plain"}, body=given)
        assert (answer.status, answer.json["code"]) == (413, "resource_exhausted")


def stored(vault: Vault, **more: Any) -> list[tuple[int, int]]:
    """Have something in store under the name a; tells what is opened of it."""
    opened: list[tuple[int, int]] = []

    def opens(start: int, stop: int) -> bytes:
        opened.append((start, stop))
        return CONTENT[start:stop]

    body = StoredBody(size=len(CONTENT), open=opens, etag="v1", **more)
    vault.answers["a"] = lambda: body
    return opened


def test_what_is_in_store_is_answered_with_its_own_headers(app: Any, vault: Vault) -> None:
    stored(vault, filename="a b.png", media_type="image/png")
    answer = ask(app, "GET", "/files/a:download")
    assert answer.body == CONTENT
    assert answer.headers == {
        "etag": '"v1"',
        "content-disposition": 'attachment; filename="a b.png"',
        "accept-ranges": "bytes",
        "content-type": "image/png",
        "content-length": str(len(CONTENT)),
    }


def test_ranges_and_conditions_are_answered_as_rfc_9110_has_them(app: Any, vault: Vault) -> None:
    opened = stored(vault)

    def get(**headers: str) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(app, "GET", "/files/a:download", headers=given)

    part = get(range="bytes=10-19")
    assert (part.status, part.body) == (206, CONTENT[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(CONTENT)}"
    assert get(range="bytes=10-19", if_range='"v0"').status == 200
    parts = get(range="bytes=0-1,4-5")
    assert parts.headers["content-type"].startswith("multipart/byteranges")
    assert parts.headers["content-length"] == str(len(parts.body))
    beyond = get(range=f"bytes={len(CONTENT)}-")
    assert (beyond.status, beyond.json["code"]) == (416, "out_of_range")
    assert beyond.headers["content-range"] == f"bytes */{len(CONTENT)}"
    unchanged = get(if_none_match='"v1"')
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert unchanged.headers["etag"] == '"v1"'
    changed = get(if_match='"v0"')
    assert changed.status == 412
    # A request without a body leaves nothing on its connection.
    assert not any("connection" in answer.headers for answer in (beyond, unchanged, changed))
    assert opened == [(10, 20), (0, len(CONTENT)), (0, 2), (4, 6)]


def test_head_tells_the_length_and_opens_nothing(app: Any, vault: Vault) -> None:
    opened = stored(vault)
    answer = ask(app, "HEAD", "/files/a:download", headers={"range": "bytes=0-1"})
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert opened == []


def test_a_file_without_a_size_is_sent_in_chunks(app: Any, vault: Vault) -> None:
    vault.files["a"] = CONTENT
    answer = ask(app, "GET", "/files/a:download", headers={"range": "bytes=0-1"})
    assert (answer.status, answer.body) == (200, CONTENT)
    assert "content-length" not in answer.headers
    assert answer.headers["content-type"] == "application/octet-stream"


def test_a_file_and_a_stream_back_is_not_offered(app: Any) -> None:
    answer = ask(app, "POST", "/files/a:convert", body=b"x")
    assert (answer.status, answer.json["code"]) == (501, "unimplemented")


needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")


def curl(*arguments: object) -> bytes:
    command = ["curl", "-s", "-S", "--max-time", "60", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True).stdout


@needs_curl
def test_curl_uploads_a_large_file_and_loads_parts_of_it(
    package: Any, vault: Vault, host: Host, tmp_path: Path
) -> None:
    file, copy = tmp_path / "large.bin", tmp_path / "copy.bin"
    size = 30 * 1024 * 1024
    with file.open("wb") as opened:
        opened.truncate(size)
    vault.answers["b"] = lambda: StoredBody.of_file(file)

    def run(target: str) -> None:
        # It sends `Expect: 100-continue` and no Content-Type.
        found = curl("-X", "POST", "-T", file, f"{target}/files/a:upload?label=x")
        assert json.loads(found) == {"size": size, "label": "x"}
        assert curl("-r", "5-9", f"{target}/files/b:download") == bytes(5)
        curl("-o", copy, f"{target}/files/b:download")
        assert copy.stat().st_size == size
        # A download that was broken off goes on where it ended.
        with copy.open("r+b") as opened:
            opened.truncate(size // 2)
        curl("-C", "-", "-o", copy, f"{target}/files/b:download")
        assert copy.stat().st_size == size

    reach(package, vault, host, run)


@needs_curl
def test_curl_reads_the_answer_that_ends_its_upload(
    package: Any, vault: Vault, host: Host, tmp_path: Path
) -> None:
    vault.files["a"] = b"x"
    file = tmp_path / "large.bin"
    with file.open("wb") as opened:
        opened.truncate(300 * 1024 * 1024)

    def run(target: str) -> None:
        place = f"{target}/files/a:upload"
        for expects in ("Expect: 100-continue", "Expect:"):
            found = curl("-X", "POST", "-H", expects, "-w", "%{http_code}", "-T", file, place)
            problem, status = found[:-3], found[-3:]
            assert (status, json.loads(problem)["error"]) == (b"409", "FileExists")
        found = curl(
            *("-X", "POST", "-H", "Expect:", "-H", "Transfer-Encoding: chunked"),
            *("-H", "Content-Type: text/plain", "-w", "%{http_code}", "-T", file),
            f"{target}/store-note",
        )
        assert found.endswith(b"413")

    reach(package, vault, host, run)


def reach(package: Any, vault: Vault, host: Host, run: Callable[[str], None]) -> None:
    async def scenario() -> None:
        async with served(package.__name__, "rest", vault) as target:
            await asyncio.to_thread(run, target)

    host.run(scenario())


def test_a_client_that_leaves_in_the_middle_ends_the_download(
    package: Any, vault: Vault, host: Host
) -> None:
    vault.files["a"] = CONTENT * 50

    def run(target: str) -> None:
        name, port = target.removeprefix("http://").split(":")
        with socket.create_connection((name, int(port))) as connection:
            connection.sendall(b"GET /files/a:download HTTP/1.1\r\nhost: x\r\n\r\n")
            assert connection.recv(100)

    async def scenario() -> None:
        async with served(package.__name__, "rest", vault) as target:
            await asyncio.to_thread(run, target)
            async with asyncio.timeout(30):
                while vault.ended == 0:
                    await asyncio.sleep(0.01)

    host.run(scenario())


def test_a_slow_reader_slows_a_download(package: Any, vault: Vault, host: Host) -> None:
    made = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal made
        for _ in range(2000):
            made += 1
            yield b"x" * 65_536

    async def scenario() -> None:
        vault.answers["a"] = endless
        async with served(package.__name__, "rest", vault) as target:
            name, port = target.removeprefix("http://").split(":")
            reader, writer = await asyncio.open_connection(name, int(port))
            writer.write(b"GET /files/a:download HTTP/1.1\r\nhost: x\r\n\r\n")
            await reader.readline()
            before = -1
            while before != made:
                before = made
                await asyncio.sleep(0.3)
            assert made < 500
            writer.close()

    host.run(scenario())


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="this is not Linux")
def test_a_large_file_grows_neither_side() -> None:
    """`python -m tests.bench.files` does the same with a gigabyte."""
    found = [*growth(96 * 1024 * 1024)]
    assert [(client, way) for client, way, _, _ in found] == [
        ("sync", "up"),
        ("sync", "down"),
        ("async", "up"),
        ("async", "down"),
    ]
    assert max(max(server, client) for _, _, server, client in found) < 50
