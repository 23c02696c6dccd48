"""Keeps an address book over ``directory.people.v1``."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from generated.people import (
    Address,
    AddressPatch,
    Channel,
    EmailTaken,
    People,
    PersonInput,
    PersonNotFound,
    PersonPatch,
)

NOBODY = UUID(int=0)
HOME = Address(street="12 St James's Square", city="London", postal_code="SW1Y 4JH", country="GB")


async def walk(service: People) -> None:
    ada = await service.add_person(
        name="Ada Lovelace",
        email="ada@example.org",
        nickname="Ada",
        phones=["+441234567", "+441234568"],
        born_on=date(1815, 12, 10),
        website="https://ada.example/notes?g=1#top",
        height=1.625,
        children=3,
        reachable=[Channel.LETTER, Channel.MAIL],
        manager=PersonInput(
            name="Charles", email="charles@example.org", password="difference engine"
        ),
        home=HOME,
        preferences={"theme": "dark", "sizes": [1, None, 2.5]},
        tax_number="123456",
        password="analytical engine",
    )
    assert ada.phones == ["+441234567", "+441234568"]
    assert ada.born_on == date(1815, 12, 10)
    assert ada.height == 1.625
    assert ada.home == HOME
    assert ada.manager is not None
    assert ada.manager.name == "Charles"
    assert ada.manager.manager is None
    assert ada.preferences == {"theme": "dark", "sizes": [1, None, 2.5]}
    assert ada.changed_at is None
    bob = await service.add_person(name="Bob", email="bob@example.org")
    assert (bob.phones, bob.children, bob.reachable) == ([], 0, [Channel.MAIL])
    assert (bob.nickname, bob.home, bob.manager, bob.preferences) == (None, None, None, {})
    with pytest.raises(EmailTaken) as taken:
        await service.add_person(name="Eve", email="ada@example.org")
    assert taken.value.email == "ada@example.org"

    assert await service.get_person(person_id=ada.id) == ada
    with pytest.raises(PersonNotFound) as missing:
        await service.get_person(person_id=NOBODY)
    assert missing.value.person_id == NOBODY
    assert (await service.list_people(children=3)).people == [ada]
    assert (await service.list_people(name="Bob")).people == [bob]
    assert (await service.list_people(order_by="name desc")).people == [bob, ada]

    await _changes(service, ada.id)
    await _addresses(service, ada.id, bob.id)

    twin = await service.add_person(name="Bob", email="bobby@example.org")
    assert await service.find_duplicates() == [[bob.id, twin.id]]
    assert await service.find_duplicates(threshold=0.5) == [[bob.id, twin.id]]
    await service.remove_person(person_id=twin.id)
    assert await service.find_duplicates(threshold=1) == []
    with pytest.raises(PersonNotFound):
        await service.remove_person(person_id=twin.id)


async def _changes(service: People, person_id: UUID) -> None:
    married = await service.update_person(person_id=person_id, name="Ada King", nickname=None)
    assert (married.name, married.nickname) == ("Ada King", None)
    assert married.email == "ada@example.org"
    assert married.changed_at is not None
    near = await service.update_person(
        person_id=person_id, home=AddressPatch(street="14 St James's Square")
    )
    assert near.home == replace(HOME, street="14 St James's Square")
    empty = await service.update_person(
        person_id=person_id, phones=[], born_on=None, height=None, manager=None, home=None
    )
    assert (empty.phones, empty.born_on, empty.height) == ([], None, None)
    assert (empty.manager, empty.home) == (None, None)
    assert empty.website == "https://ada.example/notes?g=1#top"
    assert empty.preferences == {"theme": "dark", "sizes": [1, None, 2.5]}
    full = await service.update_person(
        person_id=person_id,
        nickname="",
        email="countess@example.org",
        website=None,
        children=0,
        reachable=[Channel.PHONE],
        manager=PersonPatch(name="Mary", email="mary@example.org"),
        preferences=None,
        password="a new password",
    )
    assert (full.nickname, full.website, full.children) == ("", None, 0)
    assert full.reachable == [Channel.PHONE]
    assert full.manager is not None
    assert full.preferences == {}
    assert (await service.update_person(person_id=person_id)).name == "Ada King"
    with pytest.raises(EmailTaken):
        await service.update_person(person_id=person_id, email="bob@example.org")
    with pytest.raises(PersonNotFound):
        await service.update_person(person_id=NOBODY, children=1)


async def _addresses(service: People, person_id: UUID, other_id: UUID) -> None:
    moved = await service.update_address(
        person_id=person_id, street="14 St James's Square", extra="c/o King"
    )
    assert (moved.street, moved.city, moved.extra) == (
        "14 St James's Square",
        "unknown",
        "c/o King",
    )
    back = await service.update_address(person_id=person_id, extra=None, country="GB")
    assert (back.street, back.extra, back.country) == ("14 St James's Square", None, "GB")
    assert await service.get_address(person_id=person_id) == back
    assert (await service.get_address(person_id=other_id)).city == "unknown"
    with pytest.raises(PersonNotFound):
        await service.get_address(person_id=NOBODY)
    with pytest.raises(PersonNotFound):
        await service.update_address(person_id=NOBODY, city="Nowhere")
