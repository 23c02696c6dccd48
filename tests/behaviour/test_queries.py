"""A read whose question is a body: QUERY over HTTP (RFC 10008), and the same calls elsewhere."""

import asyncio
import http.client
import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from generator import build
from tests.behaviour.hosting import WAYS, Host, Way, connected, reached, served
from tests.behaviour.services.queries import Notes

CONTRACT = Path(__file__).parent / "contracts" / "queries.yaml"
REST = "rest"
JSON = "application/json"
FOXES = {"terms": [{"word": "fox"}]}
SCRIPT = b"select \xff"

Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package generated from ``contracts/queries.yaml``, which only these tests need."""
    folder = tmp_path_factory.mktemp("queries")
    assert build(CONTRACT, output=folder / "asked").ok
    sys.path.insert(0, str(folder))
    yield importlib.import_module("asked.queries")
    sys.path.remove(str(folder))


ALL = pytest.mark.parametrize("way", WAYS, ids=str)


def foreign(target: str, path: str, body: bytes, **headers: str) -> Reply:
    """What the client of the standard library is answered to a QUERY; ``_`` in names for ``-``."""
    connection = http.client.HTTPConnection(urlsplit(target).netloc, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request("QUERY", path, body=body, headers=named)
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, told, answer.read()
    finally:
        connection.close()


def other(target: str, method: str, path: str) -> Reply:
    """What the client of the standard library is answered to a request without a body."""
    connection = http.client.HTTPConnection(urlsplit(target).netloc, timeout=20)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@ALL
def test_a_question_is_answered_alike_however_it_travels(
    host: Host, package: Any, way: Way
) -> None:
    p = package

    async def calls() -> None:
        service = Notes(p)
        async with reached(p.__name__, way, service) as client:
            fox, red = p.Term(word="fox"), p.Term(word="red")
            found = await client.find_notes(terms=[fox], newest=True)
            assert [note.id for note in found] == ["1", "0"]
            assert [n.id for n in await client.find_notes(terms=[fox, red])] == ["0"]
            with pytest.raises(p.TooVague) as raised:
                await client.find_notes(terms=[])
            assert raised.value.terms == 0
            page = await client.list_notes()
            assert [note.id for note in page.notes] == ["0", "1"]
            rest = await client.list_notes(page_token=page.next_page_token)
            assert ([note.id for note in rest.notes], rest.next_page_token) == (["2"], None)
            assert await client.count_notes(term=red, limit=1) == 1
            assert (await client.pick_note(note_id="2", terms=[])).text == "red hen"
            assert (await client.run_script(script=SCRIPT)).length == len(SCRIPT)

    host.run(calls())


@pytest.mark.parametrize("client", ["sync", "async"])
def test_streams_of_a_query_arrive_both_ways(host: Host, package: Any, client: str) -> None:
    p = package
    way = Way(REST, client)
    asked = [p.Note(id="0", text="x"), p.Note(id="9", text="y")]

    async def several() -> AsyncIterator[Any]:
        for note in asked:
            yield note

    async def calls() -> None:
        async with (
            served(p.__name__, REST, Notes(p)) as target,
            connected(p.__name__, way, target) as made,
        ):
            fox = p.Term(word="fox")
            if client == "async":
                seen = [note.id async for note in made.watch_notes(terms=[fox])]
                known = await made.compare_notes(notes=several())
            else:
                seen = await asyncio.to_thread(
                    lambda: [note.id for note in made.watch_notes(terms=[fox])]
                )
                known = await asyncio.to_thread(made.compare_notes, notes=asked)
            assert (seen, known) == (["0", "1"], 1)

    host.run(calls())


def asking(host: Host, package: Any, work: Any, **options: object) -> Notes:
    """Do the work of a foreign client with the address of a server; the service that it asked."""
    service = Notes(package)

    async def serve() -> None:
        async with served(package.__name__, REST, service, **options) as target:
            await asyncio.to_thread(work, target)

    host.run(serve())
    return service


def test_the_clients_of_the_standard_library_and_of_everybody_ask(host: Host, package: Any) -> None:
    body = json.dumps(FOXES)

    def work(target: str) -> None:
        status, headers, content = foreign(target, "/notes", body.encode(), content_type=JSON)
        assert (status, headers["content-type"]) == (200, JSON)
        assert [note["id"] for note in json.loads(content)] == ["0", "1"]
        curl = shutil.which("curl")
        assert curl is not None
        command = [curl, "-sS", "-X", "QUERY", f"{target}/notes", "--json", body]
        seen = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout
        assert seen == content

    assert asking(host, package, work).asked == ["find_notes"] * 2


def test_a_place_tells_what_it_takes(host: Host, package: Any) -> None:
    def work(target: str) -> None:
        status, headers, _ = other(target, "OPTIONS", "/notes")
        assert (status, headers["allow"]) == (204, "POST, QUERY, OPTIONS")
        assert headers["accept-query"] == "application/json, application/xml"
        assert other(target, "OPTIONS", "/notes/1")[1]["allow"] == "GET, HEAD, QUERY, OPTIONS"
        assert other(target, "OPTIONS", "/scripts")[1]["accept-query"] == "text/x-script"
        lines = other(target, "OPTIONS", "/notes:compare")[1]["accept-query"]
        assert lines == "application/x-ndjson"
        for method in ("GET", "HEAD", "PUT"):
            status, headers, _ = other(target, method, "/notes:count")
            assert (status, headers["allow"]) == (405, "QUERY, OPTIONS")
            assert "accept-query" not in headers
        assert foreign(target, "/nowhere", b"{}", content_type=JSON)[0] == 404

    asking(host, package, work)


@pytest.mark.parametrize(
    ("path", "body", "types"),
    [
        ("/notes", b'{"terms": []}', "application/json, application/xml"),
        ("/notes", b"", "application/json, application/xml"),
        ("/scripts", SCRIPT, "text/x-script"),
        ("/scripts", b"", "text/x-script"),
        ("/notes:watch", b'{"terms": []}', "application/json, application/xml"),
        ("/notes:compare", b"", "application/x-ndjson"),
    ],
)
def test_a_query_says_of_what_type_it_is(
    host: Host, package: Any, path: str, body: bytes, types: str
) -> None:
    def work(target: str) -> None:
        for named in ({}, {"content_type": "application/sql"}):
            status, headers, content = foreign(target, path, body, **named)
            assert (status, headers["accept-query"]) == (415, types), (named, content)
            assert "accept" not in headers

    assert asking(host, package, work).asked == []


def test_what_is_wrong_with_a_query_is_told_as_of_any_body(host: Host, package: Any) -> None:
    def work(target: str) -> None:
        def status(path: str, body: bytes, **headers: str) -> int:
            return foreign(target, path, body, content_type=JSON, **headers)[0]

        assert status("/notes", b"") == 400
        assert status("/notes", b'{"terms": [{"word": ""}]}') == 400
        assert status("/notes?terms=fox", b'{"terms": []}') == 400
        assert status("/notes", b"{}", accept="image/png") == 406
        assert status("/notes", b'{"x": "' + b"x" * 2000 + b'"}') == 413

    assert asking(host, package, work, max_body_size=1000).asked == []


def test_a_query_in_another_format_is_answered_in_another(host: Host, package: Any) -> None:
    def work(target: str) -> None:
        text = b"<term><word>red</word></term>"
        xml = "application/xml"
        status, headers, content = foreign(
            target, "/notes:count?limit=5", text, content_type=xml, accept=xml
        )
        assert (status, headers["content-type"], headers["vary"]) == (200, xml, "accept")
        assert b">2<" in content
        assert headers["cache-control"] == "public, max-age=60"

    asking(host, package, work)


def test_a_query_can_be_conditional(host: Host, package: Any) -> None:
    def work(target: str) -> None:
        def ask(**headers: str) -> Reply:
            return foreign(target, "/notes/1", b'{"terms": []}', content_type=JSON, **headers)

        tag = ask()[1]["etag"]
        status, headers, content = ask(if_none_match=tag)
        assert (status, headers["etag"], content) == (304, tag, b"")
        assert ask(if_none_match='"other"')[0] == 200
        assert ask(if_match='"other"')[0] == 412
        assert ask(if_match=tag)[0] == 200

    asking(host, package, work)


def test_a_client_asks_again_what_changes_nothing(host: Host, package: Any) -> None:
    p = package
    calls: list[str] = []

    class Tired(Notes):
        async def find_notes(self, **values: Any) -> list[Any]:
            calls.append("find_notes")
            if len(calls) < 3:
                support = importlib.import_module(f"{p.__name__.rpartition('.')[0]}._support")
                raise support.ServiceError("later", code=support.Code.UNAVAILABLE)
            return await super().find_notes(**values)

    async def ask() -> None:
        for client in ("sync", "async"):
            calls.clear()
            way = Way(REST, client)
            async with reached(p.__name__, way, Tired(p)) as made:
                found = await made.find_notes(terms=[p.Term(word="hen")])
                assert ([note.id for note in found], len(calls)) == (["2"], 3)

    host.run(ask())
