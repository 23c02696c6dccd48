"""Protobuf's JSON, held against protobuf's own library and against the binary form of the same."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.formats.conftest import ALL
from tests.formats.protojson import Both, Package
from tests.formats.values import Values

SEEDS = range(25)
# The ways in which others print the same message.
PRINTED: list[dict[str, bool]] = [
    {},
    {"preserving_proto_field_name": True},
    {"use_integers_for_enums": True},
    {"always_print_fields_with_no_presence": True},
]


@pytest.fixture(params=ALL)
def package(protojsonic: dict[str, Package], request: pytest.FixtureRequest) -> Package:
    return protojsonic[request.param]


def calls(package: Package) -> Iterator[tuple[Both, dict[str, Any], bytes]]:
    """Requests with one message: the arguments, and the binary form."""
    for both in package.operations():
        if both.operation.takes is None:
            for seed in SEEDS:
                given = Values(seed).request(both.operation.request)
                try:
                    message = both.writer.write(given)
                except both.package.errors.InvalidArgument:  # a patch that no mask can say
                    continue
                yield both, given, message.SerializeToString(deterministic=True)


def judged(both: Both, read: Callable[[bytes], Any], data: bytes) -> Any:
    """The arguments that the method gets, or what is wrong with the input."""
    try:
        return both.operation.decode(read(data))
    except both.package.errors.InvalidArgument as error:
        return sorted((one.pointer, one.detail) for one in error.violations)


def test_what_a_client_writes_protobufs_own_library_reads_as_the_same_message(
    package: Package,
) -> None:
    for both, given, data in calls(package):
        text = both.json_writer.write(given)
        if b"`" not in text:  # a key that the standard's masks cannot name
            message = both.messages.cls(both.request.full_name).FromString(data)
            assert both.parsed(text, both.request) == message


def test_a_server_judges_a_request_as_it_judges_the_same_in_binary(package: Package) -> None:
    for both, given, data in calls(package):
        binary = judged(both, both.reader.read, data)
        text = both.json_writer.write(given)
        assert judged(both, both.json_reader.read, text) == binary
        for options in [] if b"`" in text else PRINTED:
            printed = both.printed(data, both.request, **options)
            assert judged(both, both.json_reader.read, printed) == binary, printed


def test_responses_are_the_same_messages_and_values_as_in_binary(package: Package) -> None:
    for both in package.operations():
        for seed in SEEDS:
            value = Values(seed).of(both.operation.response)
            data = both.responses.write(value)
            text = both.json_responses.write(value)
            message = both.messages.cls(both.response.full_name).FromString(data)
            assert both.parsed(text, both.response) == message
            read = both.responses.read(data)
            assert both.json_responses.read(text) == read
            for options in PRINTED:
                printed = both.printed(data, both.response, **options)
                assert both.json_responses.read(printed) == read, printed


def test_the_items_of_a_stream_are_the_same_in_both_forms(protojsonic: dict[str, Package]) -> None:
    streams = [
        both
        for package in protojsonic.values()
        for both in package.operations()
        if both.operation.takes is not None
    ]
    assert {both.item_reader.chunks for both in streams} == {True, False}
    for both in streams:
        for seed in SEEDS:
            values = Values(seed)
            takes = both.operation.takes
            if takes.chunks:
                item = b"piece of a file"[seed:]
            else:
                (item,) = values.request(takes.record).values()
            text = both.json_item_writer.write(item, 0)
            data = both.item_writer.write(item, 0)
            message = both.messages.cls(both.request.full_name).FromString(data)
            assert both.parsed(text, both.request) == message
            try:
                expected: Any = both.item_reader.read(data, 3)
            except both.package.errors.InvalidArgument as error:
                with pytest.raises(both.package.errors.InvalidArgument) as caught:
                    both.json_item_reader.read(text, 3)
                assert caught.value.violations == error.violations
            else:
                assert both.json_item_reader.read(text, 3) == expected
                assert both.json_item_reader.read(both.printed(data, both.request), 3) == expected


def test_a_first_message_may_be_without_an_item(protojsonic: dict[str, Package]) -> None:
    for package in protojsonic.values():
        for both in package.operations():
            if both.operation.takes is not None and both.item_reader.has_others:
                given = Values(1).request(both.operation.request)
                data = both.writer.write(given).SerializeToString()
                found = both.json_item_reader.read(both.json_writer.write(given), 0)
                assert found == both.item_reader.read(data, 0)


def zoo(protojsonic: dict[str, Package], operation: str) -> Both:
    return protojsonic["zoo"].operation(operation)


def read(both: Both, text: str) -> Any:
    """What the method gets of a request, or where it is wrong."""
    found = judged(both, both.json_reader.read, text.encode())
    return [place for place, _ in found] if isinstance(found, list) else found


ACCEPTED = [
    ("small", '"-5"', -5),
    ("small", "1e2", 100),
    ("small", '"1.0"', 1),
    ("big", '"9223372036854775807"', 2**63 - 1),
    ("big", "9223372036854775807", 2**63 - 1),
    ("huge", '"18446744073709551615"', 2**64 - 1),
    ("double", '"-1.5e3"', -1500.0),
    ("double", "3", 3.0),
]
NUMBERS = {"small": "1", "big": "1", "unsigned": "1", "huge": "1", "single": "1", "double": "1"}


def numbers(field: str, text: str) -> str:
    members = {**NUMBERS, "flag": "true", field: text}
    given = ", ".join(f'"{name}": {item}' for name, item in members.items())
    return f'{{"value": {{{given}}}}}'


@pytest.mark.parametrize(("field", "text", "value"), ACCEPTED)
def test_numbers_come_bare_or_in_quotes(
    protojsonic: dict[str, Package], field: str, text: str, value: float
) -> None:
    found = read(zoo(protojsonic, "ECHO_NUMBERS"), numbers(field, text))
    assert getattr(found["value"], field) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("small", '"five"'),
        ("small", '" 5"'),
        ("small", '"05"'),
        ("small", '"0x5"'),
        ("small", '"2147483648"'),
        ("small", "true"),
        ("small", '"1.5"'),
        ("big", '"9223372036854775808"'),
        ("huge", '"-1"'),
        ("double", '"NaN"'),
        ("double", '"Infinity"'),
        ("double", '"1e400"'),
        ("flag", '"true"'),
        ("flag", "1"),
    ],
)
def test_what_is_no_such_number_is_refused_where_it_stands(
    protojsonic: dict[str, Package], field: str, text: str
) -> None:
    assert read(zoo(protojsonic, "ECHO_NUMBERS"), numbers(field, text)) == [f"/value/{field}"]


THING = '{"name": "n", %s}'


@pytest.mark.parametrize(
    ("member", "places"),
    [
        ('"colour": "dark-blue"', ["/colour"]),  # the contract's name, not the .proto's
        ('"colour": "COLOUR_PINK"', ["/colour"]),
        ('"colour": 9', ["/colour"]),
        ('"colour": true', ["/colour"]),
        ('"colour": {}', ["/colour"]),
        ('"unknown": 1', ["/unknown"]),
        ('"tags": "a"', ["/tags"]),
        ('"tags": ["a", null, 1]', ["/tags/1", "/tags/2"]),
        ('"aliases": ["a"]', ["/aliases"]),
        ('"aliases": {"items": [1], "more": 2}', ["/aliases"]),
        ('"aliases": {"items": [1, "a", 2]}', ["/aliases/0", "/aliases/2"]),
        ('"shape": {"kind": "circle", "radius": 1}', ["/shape"]),
        ('"shape": {"circle": {"radius": 1}, "big-square": {"side": 1}}', ["/shape"]),
        ('"shape": {"circle": {"radius": 1, "kind": "circle"}}', ["/shape/kind"]),
        ('"shape": {"circle": {"radius": "x", "more": 1}}', ["/shape/more", "/shape/radius"]),
        ('"shape": {"circle": 1}', ["/shape"]),
        ('"shape": "circle"', ["/shape"]),
        ('"name": "again"', ["/name"]),
        ('"count": "x", "from": [], "more": 1, "tags": {}', ["/count", "/from", "/more", "/tags"]),
    ],
)
def test_all_that_is_wrong_is_told_at_its_place(
    protojsonic: dict[str, Package], member: str, places: list[str]
) -> None:
    assert read(zoo(protojsonic, "ADD_THING"), THING % member) == places


def test_null_is_absent_and_zero_of_an_enum_is_none(protojsonic: dict[str, Package]) -> None:
    add = zoo(protojsonic, "ADD_THING")
    nothing = read(add, '{"name": "n"}')
    for member in (
        '"colour": null, "tags": null, "aliases": null, "shape": null, "count": null',
        '"colour": "COLOUR_UNSPECIFIED"',
        '"colour": 0',
    ):
        assert read(add, THING % member) == nothing
    assert read(add, THING % '"shape": {"circle": null}') == read(add, THING % '"shape": {}')


@pytest.mark.parametrize("text", ["", "null", "[]", "1", "{", '{"name": "n"} x', '{"name": "\xff'])
def test_what_is_no_object_of_json_is_refused(protojsonic: dict[str, Package], text: str) -> None:
    add = zoo(protojsonic, "ADD_THING")
    found = judged(add, add.json_reader.read, text.encode("latin-1"))
    assert [place for place, _ in found] == [""]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"1.5s"', "PT1.5S"),
        ('"-0.000001999s"', "-PT0.000001S"),
        ('"P1D"', None),
        ('"1.5"', None),
        ('"1.5 s"', None),
        ('"315576000001s"', None),
        ("1.5", None),
    ],
)
def test_durations_are_seconds(
    protojsonic: dict[str, Package], text: str, found: str | None
) -> None:
    scalars = protojsonic["zoo"].support("protojson.scalars")
    read = scalars.iso_duration(json.loads(text))
    assert read == found if found else hasattr(read, "text")


def test_bytes_are_base64_of_either_alphabet(protojsonic: dict[str, Package]) -> None:
    scalars = protojsonic["zoo"].support("protojson.scalars")
    for text in ("-_8=", "-_8", "+/8=", "+/8"):
        assert scalars.base64_text(text) == "+/8="


def test_too_deep_and_too_long_is_told_and_bounded(protojsonic: dict[str, Package]) -> None:
    node = zoo(protojsonic, "ECHO_NODE")
    deep = '{"name": "n", "children": [' * 5000
    assert len(read(node, '{"value": ' + deep + "]}" * 5000 + "}")) == 1
    many = ", ".join(['{"name": 1}'] * 1000)
    assert len(read(node, f'{{"value": {{"name": "n", "children": [{many}]}}}}')) == 100


UPDATE = '{"thingId": "1", %s}'


@pytest.mark.parametrize(
    ("members", "changed"),
    [
        ('"name": "n", "note": "x", "updateMask": "name"', {"name": "n"}),
        ('"name": "n", "note": "x"', {"name": "n", "note": "x"}),
        ('"name": "n", "update_mask": "note,aliases"', {"note": None, "aliases": None}),
        ('"name": "n", "updateMask": null', {"name": "n"}),
        ('"tags": [], "updateMask": "tags"', {"tags": []}),
        (
            '"shape": {"circle": {"radius": 2}}, "updateMask": "shape.circle.radius"',
            {"shape": {"radius": 2.0}},
        ),
    ],
)
def test_an_update_changes_what_its_mask_names(
    protojsonic: dict[str, Package], members: str, changed: dict[str, Any]
) -> None:
    update = zoo(protojsonic, "UPDATE_THING")
    found = read(update, UPDATE % members)
    unset = update.package.support("").UNSET
    given = {name: value for name, value in found.items() if value is not unset}
    assert given.pop("thing_id") == "1"
    shape = given.get("shape")
    if shape is not None:
        given["shape"] = {"radius": shape.radius}
    assert given == changed


@pytest.mark.parametrize(
    ("members", "places"),
    [
        ('"updateMask": 1', ["/updateMask"]),
        ('"updateMask": {"paths": ["name"]}', ["/updateMask"]),
        ('"updateMask": "name", "update_mask": "note"', ["/updateMask"]),
        ('"updateMask": "nothing"', ["/updateMask"]),
        ('"updateMask": "a..b,c."', ["/updateMask", "/updateMask"]),
        ('"shape": 1, "updateMask": "shape.circle.radius"', ["/shape"]),
        ('"shape": {"circle": {"more": 1}}, "updateMask": "shape.circle.radius"', ["/shape/more"]),
        ('"shape": {"circle": 1}, "more": 1, "updateMask": "shape"', ["/more", "/shape"]),
        ('"shape": {"circle": {}, "square": 1}', ["/shape"]),
    ],
)
def test_an_update_that_is_wrong_anywhere_is_refused_whatever_its_mask_names(
    protojsonic: dict[str, Package], members: str, places: list[str]
) -> None:
    assert read(zoo(protojsonic, "UPDATE_THING"), UPDATE % members) == places


def test_a_client_passes_over_unknown_members_and_keeps_unknown_values(
    protojsonic: dict[str, Package],
) -> None:
    get = zoo(protojsonic, "GET_THING")
    text = b"""{"more": 1, "thing": {"id": "1", "name": "n", "new": {}, "colour": "COLOUR_PINK",
        "shape": {"hexagon": {"side": "3"}}}}"""
    found = get.json_responses.read(text)
    assert (found.colour.value, found.count, found.tags) == ("COLOUR_PINK", 7, [])
    assert found.shape.tag == "hexagon"
    assert dict(found.shape.members) == {"kind": "hexagon", "side": "3"}
    number = get.json_responses.read(text.replace(b'"COLOUR_PINK"', b"7"))
    assert number.colour.value == "7"


def test_an_unknown_value_is_sent_on_as_it_came(protojsonic: dict[str, Package]) -> None:
    get = zoo(protojsonic, "GET_THING")
    for colour in (b'"COLOUR_PINK"', b"7"):
        text = b'{"thing":{"id":"1","name":"n","colour":%s}}' % colour
        assert b'"colour":' + colour in get.json_responses.write(get.json_responses.read(text))


@pytest.mark.parametrize("text", [b"", b"[]", b'{"thing": 1}', b'{"thing": {"count": "x"}}', b"{}"])
def test_a_response_that_is_not_the_contracts_is_unfit(
    protojsonic: dict[str, Package], text: bytes
) -> None:
    with pytest.raises(protojsonic["zoo"].support("protobuf.messages").UNFIT):
        zoo(protojsonic, "GET_THING").json_responses.read(text)


def test_any_message_is_written_by_its_descriptor_alone(protojsonic: dict[str, Package]) -> None:
    to_json = protojsonic["zoo"].support("protojson.message").to_json
    for both in protojsonic["zoo"].operations():
        for seed in SEEDS:
            data = both.responses.write(Values(seed).of(both.operation.response))
            message = both.messages.cls(both.response.full_name).FromString(data)
            assert both.parsed(to_json(message), both.response) == message
