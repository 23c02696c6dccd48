"""What is absent is left out of every answer in JSON, what has a default never is.

``rest: {absent: "null"}`` writes null instead. Values, entity tags and errors are the same.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from generator.runtime.call import NO_OPTIONS
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, in_protobuf, served
from tests.rest.exchange import ask

CONTRACT = """\
contract: test.%s.v1
version: 1.0.0
rest: %s
types:
  Part: {fields: {name: string?, size: {type: int32, default: 0}}}
  Thing:
    fields:
      id:      string
      note:    string?
      words:   list<string>?
      part:    Part?
      free:    any?
      count:   {type: int32, default: 0}
      tags:    {type: list<string>, default: []}
      table:   {type: map<int32>, default: {}}
      parts:   {type: list<Part>, default: []}
      holes:   {type: list<string?>, default: []}
      maybe:   {type: string?, default: x}
      state:   {type: State, default: "ON"}
      nothing: {type: any, default: null}
      must:    any
  State: {enum: ["ON", "OFF"]}
errors:
  Broken: {code: aborted, fields: {why: string?, part: Part?, tries: {type: int32, default: 0}}}
resources:
  Thing: {key: id, etag: true}
operations:
  GetThing:   {get: Thing, errors: [Broken]}
  ListThings: {list: Thing}
"""
DEFAULTS = {"count": 0, "tags": [], "table": {}, "holes": [], "state": "ON", "nothing": None}
PART = {"size": 0}
LEFT_OUT = {
    "id": "1",
    **DEFAULTS,
    "parts": [PART],
    "holes": [None],
    "maybe": None,
    "must": None,
}
NULLED = {
    **LEFT_OUT,
    **dict.fromkeys(("note", "words", "part", "free")),
    "parts": [{"name": None, **PART}],
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The same contract twice: with members left out, and with null."""
    folder = tmp_path_factory.mktemp("absent")
    for name, setting in ("omitting", ""), ("nulling", ', absent: "null"'):
        text = CONTRACT % (name, f"{{formats: [json, xml]{setting}}}")
        (folder / f"{name}.yaml").write_text(text, "utf-8")
        result = build(folder / f"{name}.yaml", output=folder / "absence")
        assert result.ok, list(result.diagnostics)
    sys.path.insert(0, str(folder))
    yield {name: importlib.import_module(f"absence.{name}") for name in ("omitting", "nulling")}
    sys.path.remove(str(folder))


class Things:
    """Has one thing with hardly anything in it; raises an error with as little."""

    def __init__(self, package: Any) -> None:
        self._package = package

    def thing(self) -> Any:
        types = self._package.types
        return types.Thing(id="1", parts=[types.Part()], holes=[None], maybe=None, must=None)

    async def get_thing(self, *, thing_id: str) -> Any:
        if thing_id != "1":
            raise self._package.errors.Broken
        return self.thing()

    async def list_things(self, **_: Any) -> Any:
        return self._package.types.ThingPage(things=[self.thing()])


def _app(package: Any) -> Any:
    server = importlib.import_module(f"{package.__name__}.rest.server")
    return server.create_app(Things(package))


def _over_json_rpc(package: Any, method: str, **params: Any) -> Any:
    server = importlib.import_module(f"{package.__name__}.jsonrpc.server")
    message = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1}
    return ask(server.create_app(Things(package)), "POST", "/jsonrpc", data=message).json


@pytest.mark.parametrize(("name", "expected"), [("omitting", LEFT_OUT), ("nulling", NULLED)])
def test_what_is_absent_is_left_out_and_what_has_a_default_is_always_there(
    packages: dict[str, Any], name: str, expected: dict[str, Any]
) -> None:
    package = packages[name]
    assert ask(_app(package), "GET", "/things/1").json == expected
    assert _over_json_rpc(package, "getThing", thingId="1")["result"] == expected
    page = {"things": [expected]} | ({"nextPageToken": None} if name == "nulling" else {})
    assert ask(_app(package), "GET", "/things").json == page
    assert _over_json_rpc(package, "listThings")["result"] == page


def test_xml_leaves_out_what_is_absent(packages: dict[str, Any]) -> None:
    text = {
        name: ask(_app(package), "GET", "/things/1", headers={"accept": "application/xml"}).body
        for name, package in packages.items()
    }
    assert b"<note" not in text["omitting"]
    assert b"<count>0</count><tags></tags><table></table>" in text["omitting"]
    assert b'<maybe xsi:nil="true"/>' in text["omitting"]
    assert b'<note xsi:nil="true"/>' in text["nulling"]


def test_the_fields_of_an_error_are_left_out_alike(packages: dict[str, Any]) -> None:
    found = {}
    for name, package in packages.items():
        problem = ask(_app(package), "GET", "/things/2").json
        data = _over_json_rpc(package, "getThing", thingId="2")["error"]["data"]
        assert data["fields"].items() <= problem.items()
        found[name] = data["fields"]
    assert found["omitting"] == {"tries": 0}
    assert found["nulling"] == {"why": None, "part": None, "tries": 0}


def test_an_entity_tag_is_the_same_however_what_is_absent_is_written(
    packages: dict[str, Any],
) -> None:
    tags = {ask(_app(package), "GET", "/things/1").headers["etag"] for package in packages.values()}
    assert len(tags) == 1
    for package in packages.values():
        operations = importlib.import_module(f"{package.__name__}.operations")
        assert {operations.GET_THING.etag_of(Things(package).thing())} == tags


@pytest.mark.parametrize("name", ["omitting", "nulling"])
@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_caller_gets_the_same_values(
    packages: dict[str, Any], way: Way, name: str, host: Host
) -> None:
    package = packages[name]
    things = Things(package)

    async def call() -> Any:
        async with (
            served(package.__name__, way.style, things) as target,
            connected(package.__name__, way, target) as client,
        ):
            with pytest.raises(package.errors.Broken) as caught:
                await Caller(client).get_thing(thing_id="2")
            error = caught.value
            assert (error.why, error.part, error.tries) == (None, None, 0)
            page = await Caller(client).list_things()
            assert page.next_page_token is None
            return await Caller(client).get_thing(thing_id="1")

    value = host.run(call())
    if in_protobuf(way):  # which has no null beside absent
        value.maybe = None
    assert value == things.thing()


@pytest.mark.parametrize("style", ["rest", "jsonrpc"])
def test_readers_take_both_spellings(packages: dict[str, Any], style: str) -> None:
    for package in packages.values():
        client = importlib.import_module(f"{package.__name__}.{style}.client").Client
        operations = importlib.import_module(f"{package.__name__}.operations")
        message = importlib.import_module(f"{package.__name__.partition('.')[0]}._support.http")
        response = importlib.import_module(f"{message.__name__}.message").HttpResponse
        for value in LEFT_OUT, NULLED:
            request = client.codec().encode(operations.GET_THING, {"thing_id": "1"}, NO_OPTIONS)
            shown = value if style == "rest" else {"jsonrpc": "2.0", "id": 1, "result": value}
            answer = response(status=200, headers={}, body=json.dumps(shown).encode())
            found = client.codec().decode(operations.GET_THING, answer, request)
            assert found == Things(package).thing()


def test_an_optional_any_that_is_absent_is_not_set_in_protobuf(packages: dict[str, Any]) -> None:
    package = packages["omitting"]
    binding = importlib.import_module(f"{package.__name__}.grpc.binding")
    operations = importlib.import_module(f"{package.__name__}.operations")
    service = binding.SERVICE
    data = service.responses(operations.GET_THING).write(Things(package).thing())
    message = service.messages.cls("test.omitting.v1.GetThingResponse").FromString(data).thing
    assert not message.HasField("free")
    assert message.must.WhichOneof("kind") == "null_value"
    assert message.HasField("nothing")


def test_schemas_say_what_is_sent(packages: dict[str, Any]) -> None:
    schemas = {
        name: json.loads(Path(str(package.__path__[0]), "schema.json").read_text("utf-8"))["$defs"]
        for name, package in packages.items()
    }
    thing = schemas["omitting"]["Thing"]
    optional = {"note", "words", "part", "free"}
    assert {*thing["properties"]} - {*thing["required"]} == optional
    assert thing["properties"]["note"] == {"type": "string"}
    assert thing["properties"]["maybe"]["type"] == ["string", "null"]
    nulled = schemas["nulling"]["Thing"]
    assert {*nulled["properties"]} == {*nulled["required"]}
    assert nulled["properties"]["note"] == {"type": ["string", "null"]}
