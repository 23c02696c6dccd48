"""Updates that make records inside of items: what only the server sets of them is set."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.derive.conftest import Make, Service

PEOPLE = str(Path(__file__).parent / "people")


@pytest.fixture
def people(make: Make) -> Service:
    return make(PEOPLE)


def added(people: Service) -> Any:
    work = people.types.AddressInput(street="12 St James's Square")
    return asyncio.run(people.methods.add_person(name="Ada", work=work))


def changed(people: Service, **changes: Any) -> Any:
    return asyncio.run(people.methods.change_person(person_id=added(people).id, **changes))


def test_a_record_that_an_update_makes_has_what_the_server_sets(people: Service) -> None:
    home = changed(people, home=people.types.AddressPatch(street="14 St James's Square")).home
    assert (type(home), home.street) == (people.types.Address, "14 St James's Square")
    assert home.checked_at.tzinfo is not None


def test_a_record_that_was_there_keeps_what_the_server_has_set(people: Service) -> None:
    before = added(people)
    patch = people.types.AddressPatch(city="London")
    after = asyncio.run(people.methods.change_person(person_id=before.id, work=patch))
    assert (after.work.street, after.work.city) == (before.work.street, "London")
    assert after.work.checked_at == before.work.checked_at


@pytest.mark.parametrize("container", ["list", "map", "whole map", "union"])
def test_so_has_one_within_a_container(people: Service, container: str) -> None:
    types = people.types
    match container:
        case "list":
            (tag,) = changed(people, tags=[types.TagInput(text="new")]).tags
        case "map":
            tag = changed(people, named={"a": types.TagPatch(text="new")}).named["a"]
        case "whole map":
            whole = people.support.Whole(a=types.TagPatch(text="new"))
            tag = changed(people, named=whole).named["a"]
        case _:
            card = changed(people, pay=types.CardPatch(number="1")).pay
            assert (type(card), card.number, type(card.checked)) == (types.Card, "1", bool)
            return
    assert (type(tag), tag.text) == (types.Tag, "new")
    assert tag.at.tzinfo is not None


def test_what_a_caller_has_to_give_is_still_asked_for(people: Service) -> None:
    with pytest.raises(people.support.InvalidArgument) as refused:
        changed(people, home=people.types.AddressPatch(city="London"))
    assert [one.pointer for one in refused.value.violations] == ["/home/street"]
