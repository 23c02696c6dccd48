"""merge(current, patch): what a service makes of an update."""

from typing import Any

import msgspec
import pytest
from msgspec import UNSET, UnsetType

from generator.runtime import InvalidArgument, Whole, merge
from generator.runtime.values import PatchBase


class City(msgspec.Struct, kw_only=True):
    name: str
    zip: str | None = None


class CityPatch(PatchBase, kw_only=True):
    name: str | UnsetType = UNSET
    zip: str | UnsetType | None = UNSET


class Person(msgspec.Struct, kw_only=True):
    id: str
    name: str
    home: City | None = None
    lucky: int = msgspec.field(default=7, name="luckyNumber")
    tags: list[str] = msgspec.field(default_factory=list)
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    towns: dict[str, City] = msgspec.field(default_factory=dict)
    boss: "Person | None" = None
    document: Any = None


class PersonPatch(PatchBase, kw_only=True):
    name: str | UnsetType = UNSET
    password: str | UnsetType = UNSET
    home: CityPatch | UnsetType | None = UNSET
    towns: dict[str, CityPatch | None] | UnsetType | None = UNSET


ADA = Person(
    id="1",
    name="Ada",
    home=City(name="Rom", zip="1"),
    lucky=3,
    labels={"a": "1", "b": "2"},
    towns={"x": City(name="X")},
    document={"a": 1, "b": {"c": 2}},
)


def test_what_is_unset_stays_and_the_current_value_is_never_changed() -> None:
    before = msgspec.json.encode(ADA)
    assert merge(ADA) == merge(ADA, PersonPatch()) == merge(ADA, name=UNSET) == ADA
    changed = merge(ADA, labels={"a": None}, document={"b": {"c": None}}, home=CityPatch(zip=None))
    assert (changed.labels, changed.document) == ({"b": "2"}, {"a": 1, "b": {}})
    assert changed.home == City(name="Rom")
    assert msgspec.json.encode(ADA) == before


def test_a_patch_values_and_a_mapping_are_the_same() -> None:
    expected = msgspec.structs.replace(ADA, name="Eve", home=City(name="Bonn", zip="1"))
    home = CityPatch(name="Bonn")
    assert merge(ADA, PersonPatch(name="Eve", home=home)) == expected
    assert merge(ADA, {"name": "Eve", "home": home}) == expected
    assert merge(ADA, name="Eve", home=home) == expected
    assert merge(ADA, PersonPatch(name="no"), name="Eve", home=home) == expected


def test_none_gives_a_default_back_and_empties_what_may_be_absent() -> None:
    cleared = merge(ADA, lucky=None, tags=None, labels=None, home=None, document=None)
    assert cleared == Person(id="1", name="Ada", towns=ADA.towns)


def test_a_record_as_such_replaces() -> None:
    assert merge(ADA, home=City(name="Bonn")).home == City(name="Bonn")


def test_a_whole_replaces_a_map_and_json() -> None:
    towns = Whole(y=CityPatch(name="Y"))
    changed = merge(ADA, labels=Whole(n="1"), towns=towns, document=Whole(a=None))
    assert (changed.labels, changed.document) == ({"n": "1"}, {"a": None})
    assert changed.towns == {"y": City(name="Y")}
    assert type(changed.labels) is type(changed.towns) is type(changed.document) is dict


def test_every_place_that_would_be_empty_is_told() -> None:
    nothing: Any = None
    patch = PersonPatch(towns={"x": CityPatch(name=nothing), "a/b": CityPatch(zip="1")})
    with pytest.raises(InvalidArgument) as refused:
        merge(ADA, patch, name=None, lucky=1)
    found = [(violation.pointer, violation.detail) for violation in refused.value.violations]
    places = ["/name", "/towns/x/name", "/towns/a~1b/name"]
    assert found == [(place, "is required") for place in places]


def test_what_no_caller_can_mend_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="Person has no nmae to change"):
        merge(ADA, nmae="Eve")
    with pytest.raises(TypeError, match="a new Person needs id, which only the server sets"):
        merge(ADA, boss=PersonPatch(name="Mary"))
    with pytest.raises(TypeError, match="there is nothing at /name for a CityPatch"):
        merge(ADA, name=CityPatch(name="Mary"))


def test_what_only_a_patch_has_is_not_kept() -> None:
    assert merge(ADA, PersonPatch(name="Eve", password="secret")).name == "Eve"


def test_plain_json_merges_as_rfc_7396_has_it() -> None:
    assert merge({"a": 1, "b": {"c": 1}}, {"b": {"c": None, "d": 2}}) == {"a": 1, "b": {"d": 2}}
    assert merge({"a": 1}, a=None, b=[None]) == {"b": [None]}


def test_a_patch_shows_what_it_changes() -> None:
    patch = PersonPatch(name="Eve", home=CityPatch(zip=None))
    assert repr(patch) == "PersonPatch(name='Eve', home=CityPatch(zip=None))"
