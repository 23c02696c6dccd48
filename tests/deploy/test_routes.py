"""Every style tells intermediaries the routes of its operations; nobody has to know the style."""

from pathlib import Path

import pytest

from generator.deploy.front import Way
from generator.styles import registry
from generator.styles.route import Stored, Transport
from tests.deploy.fronts import CONTRACTS, bound, bound_text, front_of

FILES = """\
auth:
  key: {scheme: api_key, header: X-Key}
types:
  Note:
    fields:
      id:   {type: string, read_only: true}
      text: string
resources:
  Note: {key: id, etag: true}
operations:
  AddNote:    {create: Note}
  GetNote:    {get: Note, cache: {max_age: 60s}}
  ReadNote:   {get: Note, rest: "GET /read/{note_id}"}
  OwnNote:    {get: Note, rest: "GET /own/{note_id}", auth: key, cache: {max_age: 60s}}
  PublicNote:
    get: Note
    rest: GET /public/{note_id}
    auth: key
    cache: {max_age: 5s, public: true}
  FindNote:
    call: Note
    safe: true
    input: {words: list<string>}
    output: Note
    rest: QUERY /public/{note_id}
    cache: {max_age: 60s}
  CloseNote:  {call: Note, idempotent: true}
  RetryNote:  {call: Note, idempotent: true, retry: {attempts: 3}}
  Upload:
    input: {type: stream<bytes>, media_type: text/plain, max_length: 1000}
    output: int32
  Watch:      {safe: true, output: stream<Note>}
  Talk:       {input: stream<Note>, output: stream<Note>}
"""


def ways(tmp_path: Path, style: str, contract: str = FILES) -> dict[str, Way]:
    made = front_of(bound_text(tmp_path, contract, [style]))
    return {way.operations[0].name.text: way for way in made.services[0].ways}


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", registry.names())
def test_what_a_style_carries_has_a_route(name: str, path: Path) -> None:
    (contract,) = bound([path], [name])
    ((style, binding),) = contract.bindings
    routed = {
        operation.name.text
        for route in style.routes(contract.api, binding)
        for operation in route.operations
    }
    carried = {
        operation.name.text
        for operation in contract.api.operations.values()
        if style.facts(contract.api, binding, operation).carried
    }
    assert routed == carried


def test_a_stored_answer_is_one_that_is_for_everybody(tmp_path: Path) -> None:
    found = ways(tmp_path, "rest")
    assert {name: way.stored for name, way in found.items() if way.stored is not None} == {
        "GetNote": Stored(max_age=60, tagged=True),
        "ReadNote": Stored(max_age=None, tagged=True),
        "PublicNote": Stored(max_age=5, tagged=True),
    }


def test_a_query_is_stored_by_nobody_for_its_body_is_a_part_of_the_question(tmp_path: Path) -> None:
    found = ways(tmp_path, "rest")["FindNote"]
    assert (found.route.methods, found.stored) == (("QUERY",), None)


def test_representations_of_one_resource_are_told_apart_by_what_is_accepted(tmp_path: Path) -> None:
    found = ways(tmp_path, "rest", "rest: {formats: [json, xml]}\n" + FILES)
    assert found["GetNote"].stored == Stored(max_age=60, tagged=True, vary=("accept",))


@pytest.mark.parametrize("style", ["rest", "grpc", "connect"])
def test_only_what_is_idempotent_and_not_retried_by_clients_is_sent_again(
    tmp_path: Path, style: str
) -> None:
    found = ways(tmp_path, style)
    assert found["CloseNote"].resends
    assert found["FindNote"].resends
    assert found["GetNote"].resends
    assert not found["AddNote"].resends
    assert not found["RetryNote"].resends
    assert not found["Upload"].resends


def test_where_the_body_says_what_is_called_all_have_one_way(tmp_path: Path) -> None:
    (way,) = front_of(bound_text(tmp_path, FILES, ["jsonrpc"])).services[0].ways
    assert (way.path.text, way.route.methods) == ("/jsonrpc", ("POST",))
    assert (way.name, way.operation) == ("shop.products.v1.JSON-RPC", None)
    assert not way.resends
    assert way.auth is None


def test_streams_and_the_size_of_bodies_are_said(tmp_path: Path) -> None:
    found = ways(tmp_path, "rest")
    assert found["Upload"].route.takes_stream
    assert found["Upload"].route.largest == 1000
    assert found["Watch"].route.gives_stream
    assert not found["Watch"].route.upgrades
    assert found["Talk"].route.upgrades
    assert [name for name, way in found.items() if way.streams] == ["Talk", "Upload", "Watch"]


def test_two_styles_at_one_path_differ_in_the_type_of_what_is_sent(tmp_path: Path) -> None:
    (service,) = front_of(bound_text(tmp_path, FILES, ["grpc", "connect"])).services
    added = [way for way in service.ways if way.path.text.endswith("/AddNote")]
    assert {(way.route.transport, way.route.media_types) for way in added} == {
        (Transport.GRPC, ("application/grpc",)),
        (Transport.HTTP, ()),
    }
    assert len({way.path.text for way in added}) == 1
