"""Every operation gets the method, path, places and status that the mapping promises."""

import pytest

from generator.diagnostics import Problems
from generator.styles.rest.bind import bind
from generator.styles.rest.binding import Place, RestBinding, RestOperation
from generator.styles.rest.facts import facts
from generator.styles.style import Reach
from tests.contract import api_of

LIBRARY = """
types:
  Rack:
    fields: {id: {type: string, read_only: true}, label: string}
  Book:
    fields:
      isbn: {type: string, immutable: true}
      title: string
      pages: int32?
      authors: list<string>
      size: Size?
  Size: {fields: {height: float64, width: float64}}
  Card: {fields: {color: string}}
errors:
  Lent: {code: failed_precondition}
  Gone: {code: not_found, status: 410}
resources:
  Rack: {key: id}
  Book: {key: isbn, parent: Rack}
  Card: {parent: Book, singleton: true}
operations:
"""


def bound(operations: str, top: str = "") -> RestBinding:
    problems = Problems()
    lines = "".join(f"  {line}\n" for line in operations.strip().splitlines())
    binding = bind(api_of(top + LIBRARY + lines), problems)
    assert not list(problems)
    return binding


def only(operations: str, top: str = "") -> RestOperation:
    return bound(operations, top).operations[0]


def route(operation: RestOperation) -> str:
    return f"{operation.method} {operation.path} {operation.status}"


def test_what_a_correction_only_lists_is_spelled_as_its_json_member() -> None:
    made = only(
        "Scan: {input: {shelf_mark: string, who_asks: string, page_count: int32?}, "
        "rest: {method: POST, path: /scan, query: [shelf_mark], headers: [who_asks]}}"
    )
    assert named(made, Place.QUERY) == ["shelfMark"]
    assert named(made, Place.HEADER) == ["whoAsks"]
    renamed = only(
        "Scan: {input: {shelf_mark: string}, "
        "rest: {method: GET, path: /scan, query: {shelf_mark: shelf_mark}}}"
    )
    assert named(renamed, Place.QUERY) == ["shelf_mark"]


def named(operation: RestOperation, place: Place) -> list[str]:
    return [parameter.name for parameter in operation.at(place)]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("Add: {create: Rack}", "POST /racks 201"),
        ("Get: {get: Rack}", "GET /racks/{rack_id} 200"),
        ("Them: {list: Rack}", "GET /racks 200"),
        ("Set: {replace: Rack}", "PUT /racks/{rack_id} 200"),
        ("Change: {update: Rack}", "PATCH /racks/{rack_id} 200"),
        ("Drop: {delete: Rack}", "DELETE /racks/{rack_id} 204"),
        ("Add: {create: Book}", "POST /racks/{rack_id}/books 201"),
        ("Get: {get: Book}", "GET /racks/{rack_id}/books/{isbn} 200"),
        ("Get: {get: Card}", "GET /racks/{rack_id}/books/{isbn}/card 200"),
        ("DustRack: {call: Rack}", "POST /racks/{rack_id}:dust 204"),
        ("TakePicture: {call: Rack, output: string}", "POST /racks/{rack_id}:take-picture 200"),
        ("Rack: {call: Rack}", "POST /racks/{rack_id}:rack 204"),
        ("SortRacks: {call: Rack, on: collection}", "POST /racks:sort 204"),
        ("SortBooks: {call: Book, on: collection}", "POST /racks/{rack_id}/books:sort 204"),
        ("CountAll: {safe: true, output: int32}", "GET /count-all 200"),
        ("CountAll: {output: int32}", "POST /count-all 200"),
        ("Find: {safe: true, input: {size: Size}, output: int32}", "POST /find 200"),
        ("Find: {safe: true, input: {like: list<string>}, output: int32}", "GET /find 200"),
        ("Find: {safe: true, input: {like: list<list<string>>}, output: int32}", "POST /find 200"),
        (
            "Find: {safe: true, input: {like: {type: list<string>, default: [a]}}, output: int32}",
            "POST /find 200",
        ),
        ("Find: {safe: true, input: {like: map<string>}, output: int32}", "POST /find 200"),
        ("Find: {safe: true, input: {like: any}, output: int32}", "POST /find 200"),
        (
            "Find: {safe: true, input: {like: map<string>}, output: int32, rest: QUERY /find}",
            "QUERY /find 200",
        ),
        ("Get: {get: Rack, rest: 'GET /places/{rack_id}'}", "GET /places/{rack_id} 200"),
        ("Get: {get: Rack, rest: {method: POST, status: 202}}", "POST /racks/{rack_id} 202"),
    ],
)
def test_an_operation_has_its_route(operation: str, expected: str) -> None:
    assert route(only(operation)) == expected


def test_everybody_may_repeat_a_query_and_nobody_keeps_its_answer() -> None:
    find = "Find: {safe: true, input: {like: string}, output: int32, cache: {max_age: 60s}, rest: "
    said = {}
    for method in ("GET", "QUERY", "POST"):
        api = api_of(f"{LIBRARY}  {find}{method} /find}}\n")
        told = facts(api, bind(api, Problems()), api.operations["Find"])
        said[method] = [told.safe.reach, told.idempotent.reach, told.cacheable.reach]
    assert said == {
        "GET": [Reach.ANYBODY, Reach.ANYBODY, Reach.ANYBODY],
        "QUERY": [Reach.ANYBODY, Reach.ANYBODY, Reach.NOBODY],
        "POST": [Reach.CLIENT, Reach.CLIENT, Reach.NOBODY],
    }


def test_what_is_not_in_the_path_travels_in_the_body_or_the_query() -> None:
    change = only("Change: {update: Book}")
    assert named(change, Place.PATH) == ["rack_id", "isbn"]
    assert change.body is not None
    assert [field.name.text for field in change.body.fields] == [
        "title",
        "pages",
        "authors",
        "size",
    ]
    assert change.body.patch
    listed = only("Them: {list: Book, filter: [title], order_by: [title]}")
    assert named(listed, Place.QUERY) == ["title", "orderBy", "pageSize", "pageToken"]
    assert listed.next_page == "pageToken"
    assert listed.body is None


def test_a_correction_places_each_input() -> None:
    operation = only(
        "Send:\n"
        "  input: {to: string, size: Size, note: string?, trace: string?}\n"
        "  rest:\n"
        '    {method: PUT, path: "/parcels/{to}", query: {note: remark},'
        " headers: {trace: X-Trace}, body: size}\n"
    )
    assert route(operation) == "PUT /parcels/{to} 204"
    assert named(operation, Place.QUERY) == ["remark"]
    assert named(operation, Place.HEADER) == ["X-Trace"]
    assert operation.body is not None
    assert operation.body.whole
    assert operation.body.required


def test_base_path_stands_before_every_path() -> None:
    top = "rest: {base_path: /v2}\n"
    binding = bound("Add: {create: Rack}\nGet: {get: Rack}", top)
    assert [o.path for o in binding.operations] == ["/v2/racks", "/v2/racks/{rack_id}"]
    assert binding.operations[0].location == "/v2/racks/{id}"


def test_a_location_needs_a_place_to_point_at() -> None:
    elsewhere = "Get: {get: Rack, rest: {path: /rack, headers: {rack_id: X-Rack}}}"
    assert only(f"Add: {{create: Rack}}\n{elsewhere}").location is None
    assert only("Add: {create: Rack}").location is None
    nested = only("Add: {create: Book}\nGet: {get: Book}")
    assert nested.location == "/racks/{rack_id}/books/{isbn}"
    with_output = only("Add: {create: Rack, output: int32}\nGet: {get: Rack}")
    assert with_output.location is None


def test_a_location_is_the_first_of_several_places() -> None:
    peek = 'Peek: {get: Rack, rest: "GET /peek/{rack_id}"}'
    assert only(f"Add: {{create: Rack}}\nGet: {{get: Rack}}\n{peek}").location == "/racks/{id}"
    assert only(f"Add: {{create: Rack}}\n{peek}\nGet: {{get: Rack}}").location == "/peek/{id}"


def test_an_error_has_the_status_of_its_code_or_its_own() -> None:
    binding = bound("Get: {get: Rack, errors: [Lent, Gone]}")
    assert {e.name: e.status for e in binding.errors} == {"Lent": 400, "Gone": 410}
    assert binding.errors[0].uri == "urn:problem-type:shop.products.v1:Lent"


def test_literals_beside_variables_are_no_conflict() -> None:
    bound("Get: {get: Rack}\nNewest: {safe: true, output: Rack, rest: GET /racks/newest}")
