"""Operations: what a verb derives, and what an operation says itself."""

import pytest

from generator.model import (
    Api,
    AuthChoice,
    AuthKind,
    Body,
    Cache,
    Default,
    FieldRole,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    RecordOrigin,
    Retry,
    ScalarRef,
)
from tests.contract import HEADER, api_of, read

TYPES = """
types:
  Playlist: {fields: {id: {type: string, read_only: true}, name: string}}
  Track:
    fields:
      id:       {type: int64, read_only: true}
      song:     {type: string, immutable: true}
      playlist_id: string
      rating:   {type: int32?, maximum: 5}
      volume:   {type: int32, default: 10}
      position: {type: int32, read_only: true}
      secret:   {type: string?, write_only: true}
  Settings: {fields: {volume: {type: int32, default: 3, number: 4}, theme: string}}
  Label: {fields: {slug: string, text: string}}
resources:
  Playlist: {key: id}
  Track: {key: id, parent: Playlist}
  Settings: {parent: Playlist, singleton: true}
  Label: {key: slug, etag: true}
errors:
  NotThere: {code: not_found, fields: {what: string}}
operations:
  %s
"""


def api(operation: str) -> Api:
    return api_of(TYPES % operation)


def names(operation: str) -> list[str]:
    found = api(operation)
    (made,) = found.operations.values()
    return [field.name.text for field in found.request(made).fields]


def codes(operation: str) -> list[str]:
    return [found.code for found in read(HEADER + TYPES % operation)[1]]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("A: {create: Playlist}", ["name"]),
        ("A: {create: Track}", ["playlist_id", "song", "rating", "volume", "secret"]),
        ("A: {create: Label}", ["slug", "text"]),
        ("A: {create: Settings}", ["playlist_id", "volume", "theme"]),
        ("A: {get: Track}", ["playlist_id", "track_id"]),
        ("A: {get: Label}", ["slug"]),
        ("A: {get: Settings}", ["playlist_id"]),
        ("A: {list: Playlist}", ["page_size", "page_token"]),
        ("A: {list: Track}", ["playlist_id", "page_size", "page_token"]),
        (
            "A: {list: Track, filter: [song, min: int32?], order_by: [rating]}",
            ["playlist_id", "song", "min", "order_by", "page_size", "page_token"],
        ),
        (
            "A: {replace: Track}",
            ["playlist_id", "track_id", "rating", "volume", "secret"],
        ),
        ("A: {replace: Label}", ["slug", "text"]),
        ("A: {replace: Settings}", ["playlist_id", "volume", "theme"]),
        ("A: {update: Track, only: [volume]}", ["playlist_id", "track_id", "volume"]),
        ("A: {update: Label}", ["slug", "text"]),
        ("A: {delete: Track}", ["playlist_id", "track_id"]),
        ("A: {call: Track}", ["playlist_id", "track_id"]),
        ("A: {call: Track, on: collection, input: {q: string}}", ["playlist_id", "q"]),
        ("A: {call: Playlist, input: Settings}", ["playlist_id", "volume", "theme"]),
        ("A: {input: Track}", ["song", "playlist_id", "rating", "volume", "secret"]),
        ("A: {create: Playlist, with: {first: string?}}", ["name", "first"]),
        ("A: {create: Playlist, input: {title: string}}", ["title"]),
        ("A: {}", []),
    ],
)
def test_a_verb_derives_its_parameters(operation: str, expected: list[str]) -> None:
    assert names(operation) == expected


@pytest.mark.parametrize(
    ("operation", "output"),
    [
        ("A: {create: Label}", NamedRef(name="Label")),
        ("A: {get: Label}", NamedRef(name="Label")),
        ("A: {list: Label}", NamedRef(name="LabelPage")),
        ("A: {replace: Label}", NamedRef(name="Label")),
        ("A: {update: Label}", NamedRef(name="Label")),
        ("A: {delete: Label}", None),
        ("A: {call: Label}", None),
        ("A: {call: Label, output: list<Label>}", ListRef(item=NamedRef(name="Label"))),
        ("A: {delete: Label, output: Label}", NamedRef(name="Label")),
        ("A: {}", None),
        ("A: {output: {total: int32}}", NamedRef(name="AResult")),
        ("A: {output: string}", ScalarRef(kind="string")),
    ],
)
def test_a_verb_derives_its_output(operation: str, output: object) -> None:
    assert api(operation).operations["A"].output == output


@pytest.mark.parametrize(
    ("operation", "safe", "idempotent"),
    [
        ("A: {create: Label}", False, False),
        ("A: {create: Label, idempotent: true}", False, True),
        ("A: {get: Label}", True, True),
        ("A: {list: Label}", True, True),
        ("A: {replace: Label}", False, True),
        ("A: {update: Label}", False, True),
        ("A: {delete: Label}", False, True),
        ("A: {call: Label}", False, False),
        ("A: {call: Label, idempotent: true}", False, True),
        ("A: {call: Label, safe: true}", True, True),
        ("A: {safe: true}", True, True),
    ],
)
def test_a_verb_derives_safety(operation: str, safe: bool, idempotent: bool) -> None:
    made = api(operation).operations["A"]
    assert (made.safe, made.idempotent) == (safe, idempotent)


def test_update_leaves_out_and_replace_keeps_what_is_required() -> None:
    found = api("A: {update: Track}\n  B: {replace: Track}")
    update = {f.name.text: f for f in found.request(found.operations["A"]).fields}
    replace = {f.name.text: f for f in found.request(found.operations["B"]).fields}
    volume, rating = update["volume"], update["rating"]
    assert (volume.patch, volume.required, volume.default) == (True, False, None)
    assert (rating.patch, rating.nullable) == (True, True)
    assert replace["volume"].default == Default(value=10)
    assert not any(field.patch for field in replace.values())


def test_a_parameter_has_no_number_of_the_record() -> None:
    found = api("A: {replace: Settings}")
    assert [f.number for f in found.request(found.operations["A"]).fields] == [None] * 3
    settings = found.types["Settings"]
    assert isinstance(settings, Record)
    assert settings.fields[0].number == 4


def test_a_client_chosen_key_is_input_of_create_and_a_key_elsewhere() -> None:
    found = api("A: {create: Label}\n  B: {get: Label}")
    slug = found.request(found.operations["A"]).fields[0]
    assert (slug.name.text, slug.role) == ("slug", FieldRole.PLAIN)
    assert found.request(found.operations["B"]).fields[0].role is FieldRole.KEY


def test_a_key_says_whose_it_is_to_callers_and_not_who_assigned_it() -> None:
    text = (
        "contract: shop.products.v1\n"
        "types:\n"
        "  GiftCard: {fields: {id: {type: string, read_only: true, description: Assigned.}}}\n"
        "  Book: {fields: {isbn: {type: string, description: With hyphens.}}}\n"
        "  Shelf: {fields: {code: string}}\n"
        "resources: {GiftCard: {key: id}, Book: {key: isbn}, Shelf: {key: code}}\n"
        "operations: {A: {get: GiftCard}, B: {get: Book}, C: {get: Shelf}}\n"
    )
    found = api_of(text)
    said = [found.request(item).fields[0].description for item in found.operations.values()]
    assert said == ["The id of the gift card.", "With hyphens.", "The code of the shelf."]


def test_order_by_is_one_text_with_a_pattern() -> None:
    found = api("A: {list: Track, order_by: [song, rating]}")
    order_by = found.request(found.operations["A"]).fields[1]
    one = "(?:song|rating)(?: (?:asc|desc))?"
    assert order_by.constraints.pattern == f"^{one}(?:, ?{one})*$"


@pytest.mark.parametrize(
    ("written", "default", "maximum"),
    [
        ("20", 20, 500),
        ("900", 900, 900),
        ("{default: 5, maximum: 10}", 5, 10),
        ("{maximum: 10}", 10, 10),
        ("{default: 5}", 5, 500),
    ],
)
def test_page_sizes(written: str, default: int, maximum: int) -> None:
    found = api(f"A: {{list: Label, page_size: {written}}}")
    size = found.request(found.operations["A"]).fields[0]
    assert size.default == Default(value=default)
    assert size.constraints.maximum == maximum


def test_a_mapping_of_outputs_is_a_result_record() -> None:
    result = api("A: {output: {total: int32, note: string?}}").types["AResult"]
    assert isinstance(result, Record)
    assert result.origin is RecordOrigin.RESULT
    assert [field.name.text for field in result.fields] == ["total", "note"]


@pytest.mark.parametrize(
    ("written", "media_type"),
    [
        ("{bytes, media_type: image/jpeg}", "image/jpeg"),
        ("{type: bytes, media_type: image/jpeg}", "image/jpeg"),
        ("{bytes}", "application/octet-stream"),
    ],
)
def test_a_binary_output(written: str, media_type: str) -> None:
    made = api(f"A: {{output: {written}}}").operations["A"]
    assert made.body_out == made.binary == Body(media_type=media_type)
    assert made.output == ScalarRef(kind="bytes")


def test_fields_named_like_the_words_of_a_binary_output_are_fields() -> None:
    made = api("A: {output: {bytes: int64, media_type: string}}").operations["A"]
    assert (made.binary, made.output) == (None, NamedRef(name="AResult"))


@pytest.mark.parametrize(
    ("written", "body", "parameters"),
    [
        (
            "input: {bytes, media_type: image/jpeg}",
            Body(media_type="image/jpeg", field="content"),
            "content",
        ),
        ("input: {bytes}", Body(media_type="application/octet-stream", field="content"), "content"),
        (
            "input: {type: bytes, media_type: text/csv}",
            Body(media_type="text/csv", field="content"),
            "content",
        ),
        (
            "input: {name: string, image: {type: bytes, media_type: image/png}}",
            Body(media_type="image/png", field="image"),
            "name image",
        ),
        (
            "call: Label, input: {bytes, media_type: image/png}",
            Body(media_type="image/png", field="content"),
            "slug content",
        ),
        (
            "create: Label, with: {image: {type: bytes, media_type: image/png}}",
            Body(media_type="image/png", field="image"),
            "slug text image",
        ),
        ("input: stream<bytes>", Body(media_type="application/octet-stream", chunks=True), ""),
        (
            "replace: Label, input: {type: stream<bytes>, media_type: video/mp4, max_length: 9},"
            " with: {note: string}",
            Body(media_type="video/mp4", chunks=True, max_length=9),
            "slug note",
        ),
        ("input: {type: string, media_type: string}", None, "type media_type"),
        ("input: {bytes: bytes, media_type: string}", None, "bytes media_type"),
        ("input: {type: stream<Label>}", None, ""),
    ],
)
def test_bodies_of_requests(written: str, body: Body | None, parameters: str) -> None:
    found = api(f"A: {{{written}}}")
    made = found.operations["A"]
    assert made.body_in == body
    assert [field.name.text for field in found.request(made).fields] == parameters.split()
    assert (made.stream_input is not None) == ("stream<" in written)


def test_the_length_of_a_body_is_a_constraint_of_its_parameter() -> None:
    found = api("A: {input: {bytes, max_length: 5, description: A file.}}")
    (field,) = found.request(found.operations["A"]).fields
    assert (field.constraints.max_length, field.description) == (5, "A file.")


@pytest.mark.parametrize("written", ["stream<bytes>", "{type: stream<bytes>, max_length: 7}"])
def test_a_file_comes_back_in_pieces(written: str) -> None:
    made = api(f"A: {{get: Label, output: {written}}}").operations["A"]
    longest = 7 if "7" in written else None
    octets = "application/octet-stream"
    assert made.body_out == Body(media_type=octets, chunks=True, max_length=longest)
    assert (made.binary, made.stream_output, made.output) == (None, True, ScalarRef(kind="bytes"))


def test_defaults_do_not_hold_for_streams() -> None:
    made = api_of(
        "defaults: {timeout: 5s, retry: true}\n"
        + TYPES
        % "A: {safe: true, output: stream<Label>}\n  B: {idempotent: true, input: stream<bytes>}\n"
        "  C: {safe: true, output: stream<bytes>, timeout: 1h, cache: {max_age: 1m}}\n"
        "  D: {safe: true, output: string}"
    ).operations
    assert [each.timeout for each in made.values()] == [None, None, 3600, 5]
    assert [each.retry for each in made.values()] == [None, None, None, Retry()]
    assert made["C"].cache == Cache(max_age=60)


def test_examples_of_streams_have_all_of_it() -> None:
    found = api(
        "A:\n    call: Label\n    input: stream<Track>\n    output: stream<Label>\n    examples:\n"
        "      a: {input: {slug: s, tracks: [{song: x, playlist_id: p}]},"
        " output: [{slug: a, text: b}, {slug: c, text: d}]}\n"
        "  B: {input: stream<string>, examples: {a: {input: [x, y]}}}\n"
        "  C: {input: stream<bytes>, output: stream<bytes>,"
        " examples: {a: {input: aGk=, output: aGk=}}}"
    )
    (a,), (b,), (c,) = (each.examples for each in found.operations.values())
    assert isinstance(a.input, dict) and isinstance(a.items, list)
    assert (a.input, len(a.items)) == ({"slug": "s"}, 1)
    assert a.output == [{"slug": "a", "text": "b"}, {"slug": "c", "text": "d"}]
    assert (b.input, b.items) == ({}, ["x", "y"])
    assert (c.input, c.items, c.output) == ({}, "aGk=", "aGk=")


def test_streams() -> None:
    made = api("A: {input: stream<Label>, output: stream<Track>}").operations["A"]
    assert (made.stream_input, made.stream_output) == (NamedRef(name="Label"), True)
    assert made.output == NamedRef(name="Track")


def test_promises_to_clients() -> None:
    made = api(
        "A: {get: Label, timeout: 500ms, retry: {attempts: 4}, cache: {max_age: 2m, private: true}}"
    ).operations["A"]
    assert (made.timeout, made.retry) == (0.5, Retry(attempts=4))
    assert made.cache == Cache(max_age=120, private=True)


@pytest.mark.parametrize(
    ("auth", "written", "private"),
    [
        ("none", "{max_age: 60s}", False),
        ("none", "{max_age: 60s, private: true}", True),
        ("token", "{max_age: 60s}", True),
        ("token", "{max_age: 60s, private: true}", True),
        ("token", "{max_age: 60s, public: true}", False),
        ("key", "{max_age: 60s}", True),
    ],
)
def test_an_answer_that_needs_credentials_is_private_unless_it_says_public(
    auth: str, written: str, private: bool
) -> None:
    found = api_of(
        "auth: {token: {scheme: bearer}, key: {scheme: api_key, query: key}}\n"
        + TYPES % f"A: {{get: Label, auth: {auth}, cache: {written}}}"
    )
    assert found.operations["A"].cache == Cache(max_age=60, private=private)


def test_defaults_hold_for_every_operation_that_can_have_them() -> None:
    found = api_of(
        "auth: {token: {scheme: bearer}, key: {scheme: api_key, header: X-Key}}\n"
        "defaults: {auth: token, timeout: 5s, retry: true, page_size: 7}\n"
        + TYPES
        % "A: {get: Label}\n  B: {create: Label, auth: none}\n  C: {list: Label, retry: false}\n"
        "  D: {get: Label, auth: [key, {token: [labels.read]}], timeout: 1m}"
    )
    a, b, c, d = found.operations.values()
    assert (a.auth, a.timeout, a.retry) == (((AuthChoice(scheme="token"),),), 5.0, Retry())
    assert (b.auth, b.retry) == ((), None)
    assert c.retry is None
    assert found.request(c).fields[0].default == Default(value=7)
    assert d.auth == (
        (AuthChoice(scheme="key"),),
        (AuthChoice(scheme="token", scopes=("labels.read",)),),
    )
    assert d.timeout == 60
    assert found.auth["key"].kind is AuthKind.API_KEY
    assert found.auth["key"].header == "X-Key"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("none", ""),
        ("key", "key"),
        ("{token: [a, b]}", "token(a b)"),
        ("{token: a}", "token(a)"),
        ("[token, key]", "token or key"),
        ("[[token, key]]", "token and key"),
        ("[[{token: [a]}, key], cert]", "token(a) and key or cert"),
        ("[{token: [a]}, {token: [b]}]", "token(a) or token(b)"),
    ],
)
def test_a_list_means_either_and_a_list_in_it_means_all(written: str, meant: str) -> None:
    found = api_of(
        "auth: {token: {scheme: bearer}, key: {scheme: api_key, header: X-Key},"
        " cert: {scheme: mutual_tls}}\n" + TYPES % f"A: {{get: Label, auth: {written}}}"
    )
    choices = (
        " and ".join(
            f"{one.scheme}({' '.join(one.scopes)})" if one.scopes else one.scheme for one in choice
        )
        for choice in found.operations["A"].auth
    )
    assert " or ".join(choices) == meant


def test_a_token_says_where_it_comes_from() -> None:
    token = (
        "issuer: 'https://login.example/shop', audience: shop,"
        " jwks: 'https://login.example/shop/keys'"
    )
    found = api_of(
        f"auth: {{token: {{scheme: bearer, {token}}}, login: {{scheme: oauth2,"
        f" token_url: 'https://login.example/token', {token}}}}}\n" + TYPES % "A: {get: Label}"
    )
    for scheme in found.auth.values():
        assert scheme.issuer == "https://login.example/shop"
        assert scheme.audience == "shop"
        assert scheme.jwks == "https://login.example/shop/keys"


def test_corrections_of_styles_are_passed_on_as_they_are() -> None:
    made = api("A: {get: Label, rest: 'GET /labels/{slug}', jsonrpc: labels.get}")
    assert set(made.operations["A"].settings) == {"rest", "jsonrpc"}
    assert codes("A: {get: Label, soap: x}") == ["GEN201"]


def test_nested_resources_and_collections() -> None:
    found = api("A: {}")
    assert [(r.collection, [k.name.text for k in r.keys]) for r in found.resources.values()] == [
        ("playlists", ["playlist_id"]),
        ("tracks", ["playlist_id", "track_id"]),
        ("settings", ["playlist_id"]),
        ("labels", ["slug"]),
    ]


def test_examples_of_errors_name_a_declared_error_with_its_fields() -> None:
    found = api(
        "A: {get: Label, errors: [NotThere], examples: {gone: "
        "{input: {slug: x}, error: {NotThere: {what: x}}}}}"
    )
    example = found.operations["A"].examples[0]
    assert (example.error, example.error_fields, example.output) == (
        "NotThere",
        {"what": "x"},
        None,
    )
    assert codes("A: {get: Label, examples: {gone: {input: {slug: x}, error: NotThere}}}") == [
        "GEN301"
    ]


def test_an_example_of_a_patch_may_leave_out_everything_but_the_key() -> None:
    found = api("A: {update: Label, examples: {none: {input: {slug: x}}}}")
    assert found.operations["A"].examples[0].input == {"slug": "x"}


def test_problems_come_in_the_order_of_their_places() -> None:
    text = HEADER + TYPES % "A: {get: Labl}\n  B: {list: Label, order_by: [txt]}\n  C: {soap: 1}"
    found = read(text + "x: 1\n")[1]
    assert [p.code for p in found] == ["GEN311", "GEN323", "GEN201", "GEN201"]
    spans = [p.span for p in found]
    assert spans == sorted(spans, key=lambda s: (s.line, s.column))  # type: ignore[union-attr]


def test_an_update_has_patches_of_what_lies_in_records_unions_and_maps() -> None:
    found = api_of(
        "types:\n"
        "  City: {fields: {name: string, zip: {type: string, default: x}, near: map<City>}}\n"
        "  Card: {fields: {number: string}}\n"
        "  Payment: {union: {card: Card}}\n"
        "  Home: {type: City}\n"
        "  Person:\n"
        "    fields: {id: {type: string, read_only: true}, home: Home, pay: Payment?,\n"
        "             cities: list<City>, boss: Person?, scores: map<int32?>, name: string}\n"
        "resources: {Person: {key: id}}\n"
        "operations:\n  A: {update: Person}\n  B: {replace: Person}\n"
    )
    update = {f.name.text: f for f in found.request(found.operations["A"]).fields}
    types = {name: field.type for name, field in update.items()}
    assert types["home"] == NamedRef(name="CityPatch")
    assert types["pay"] == NamedRef(name="PaymentPatch")
    assert types["boss"] == NamedRef(name="PersonPatch")
    assert types["cities"] == ListRef(item=NamedRef(name="City"))
    assert types["scores"] == MapRef(value=NullableRef(item=ScalarRef(kind="int32")))
    assert update["boss"].whole == NamedRef(name="PersonInput")
    assert update["name"].whole is None
    city = found.types["CityPatch"]
    assert isinstance(city, Record)
    assert [(f.name.text, f.required, f.clearable) for f in city.fields] == [
        ("name", False, False),
        ("zip", False, True),
        ("near", False, False),
    ]
    near = NullableRef(item=NamedRef(name="CityPatch"))
    assert city.fields[2].type == MapRef(value=near)
    whole = found.types["City"]
    assert isinstance(whole, Record)
    assert not any("Patch" in str(field.type) for field in whole.fields)


@pytest.mark.parametrize(
    "fields", ["{city: string, size: int32?}", "{fields: string}", "{type: string}"]
)
def test_input_and_output_may_write_fields_as_types_do(fields: str) -> None:
    wrapped = api(f"Find: {{input: {{fields: {fields}}}, output: {{fields: {fields}}}}}")
    if fields == "{type: string}":  # a field that is called so, and says its type
        plain = api("Find: {input: {fields: string}, output: {fields: string}}")
    else:
        plain = api(f"Find: {{input: {fields}, output: {fields}}}")
    assert wrapped.types == plain.types
    assert wrapped.operations == plain.operations


@pytest.mark.parametrize(
    ("written", "null"),
    [
        ("{}", False),
        ("{absent: omit}", False),
        ('{absent: "null"}', True),
        ("{absent: null}", True),
    ],
)
def test_absent_says_whether_json_has_null_for_it(written: str, null: bool) -> None:
    assert api_of(f"rest: {written}\n" + TYPES % "A: {get: Label}").null_for_absent is null


def test_absent_knows_two_words() -> None:
    found = read(HEADER + "rest: {absent: undefined}\n" + TYPES % "A: {get: Label}")[1]
    assert [(one.code, one.message) for one in found] == [
        ("GEN208", "'absent' cannot be 'undefined'")
    ]
