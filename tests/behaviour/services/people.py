"""An address book in memory."""

import itertools
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from generated._support import UNSET, UnsetType, merge
from generated.people import (
    Address,
    AddressPatch,
    Channel,
    EmailTaken,
    Person,
    PersonInput,
    PersonNotFound,
    PersonPage,
    PersonPatch,
)
from tests.behaviour.services.clock import START, Clock
from tests.behaviour.services.paging import cut, order

NOWHERE = Address(street="unknown", city="unknown", postal_code="00", country="DE")


class AddressBook:
    """Serves ``directory.people.v1``."""

    def __init__(self) -> None:
        self._clock = Clock()
        self._people: dict[UUID, Person] = {}

    async def add_person(
        self,
        *,
        name: str,
        nickname: str | None = None,
        email: str,
        phones: Sequence[str] = (),
        born_on: date | None = None,
        website: str | None = None,
        height: float | None = None,
        children: int = 0,
        reachable: Sequence[Channel] = (Channel.MAIL,),
        manager: PersonInput | None = None,
        home: Address | None = None,
        preferences: Any = None,
        tax_number: str | None = None,
        password: str | None = None,
    ) -> Person:
        self._check_free(email)
        del password  # somebody else's business
        person = Person(
            id=self._clock.uuid(),
            name=name,
            nickname=nickname,
            email=email,
            phones=list(phones),
            born_on=born_on,
            website=website,
            height=height,
            children=children,
            reachable=list(reachable),
            manager=_person(manager),
            home=home,
            preferences={} if preferences is None else preferences,
            tax_number=tax_number,
            created_at=self._clock.now(),
            changed_at=None,
        )
        self._people[person.id] = person
        return person

    async def get_person(self, *, person_id: UUID) -> Person:
        if person_id not in self._people:
            raise PersonNotFound(person_id=person_id)
        return self._people[person_id]

    async def list_people(
        self,
        *,
        name: str | None = None,
        children: int | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> PersonPage:
        found = [
            person
            for person in self._people.values()
            if name in (None, person.name) and children in (None, person.children)
        ]
        people, token = cut(order(found, order_by), page_size, page_token)
        return PersonPage(people=people, next_page_token=token)

    async def update_person(
        self,
        *,
        person_id: UUID,
        name: str | UnsetType = UNSET,
        nickname: str | UnsetType | None = UNSET,
        email: str | UnsetType = UNSET,
        phones: Sequence[str] | UnsetType | None = UNSET,
        born_on: date | UnsetType | None = UNSET,
        website: str | UnsetType | None = UNSET,
        height: float | UnsetType | None = UNSET,
        children: int | UnsetType | None = UNSET,
        reachable: Sequence[Channel] | UnsetType | None = UNSET,
        manager: PersonPatch | UnsetType | None = UNSET,
        home: AddressPatch | UnsetType | None = UNSET,
        preferences: Any | UnsetType = UNSET,
        password: str | UnsetType | None = UNSET,
    ) -> Person:
        person = await self.get_person(person_id=person_id)
        if not isinstance(email, UnsetType) and email != person.email:
            self._check_free(email)
        del password
        changes = {
            "name": name,
            "nickname": nickname,
            "email": email,
            "phones": phones,
            "born_on": born_on,
            "website": website,
            "height": height,
            "children": children,
            "reachable": reachable,
            "manager": _changed(person.manager, manager),
            "home": home,
            "preferences": preferences,
        }
        self._people[person_id] = merge(person, changes, changed_at=self._clock.now())
        return self._people[person_id]

    async def get_address(self, *, person_id: UUID) -> Address:
        person = await self.get_person(person_id=person_id)
        return person.home or NOWHERE

    async def update_address(
        self,
        *,
        person_id: UUID,
        street: str | UnsetType = UNSET,
        city: str | UnsetType = UNSET,
        postal_code: str | UnsetType = UNSET,
        country: str | UnsetType | None = UNSET,
        extra: str | UnsetType | None = UNSET,
    ) -> Address:
        changes = {
            "street": street,
            "city": city,
            "postal_code": postal_code,
            "country": country,
            "extra": extra,
        }
        home = merge(await self.get_address(person_id=person_id), changes)
        self._people[person_id] = replace(self._people[person_id], home=home)
        return home

    async def remove_person(self, *, person_id: UUID) -> None:
        await self.get_person(person_id=person_id)
        del self._people[person_id]

    async def find_duplicates(self, *, threshold: float = 0.9) -> list[list[UUID]]:
        del threshold
        people = sorted(self._people.values(), key=lambda person: person.name)
        groups = [
            [person.id for person in same]
            for _, same in itertools.groupby(people, key=lambda person: person.name)
        ]
        return [group for group in groups if len(group) > 1]

    def _check_free(self, email: str) -> None:
        if any(person.email == email for person in self._people.values()):
            raise EmailTaken(email=email)


def _changed(
    manager: Person | None, change: PersonPatch | UnsetType | None
) -> Person | UnsetType | None:
    """A manager with what changes; of a new one, only the server can give some values."""
    if not isinstance(change, PersonPatch):
        return change
    known = manager or Person(id=uuid.uuid4(), name="", email="", created_at=START)
    merged = merge(known, change)
    return replace(merged, id=uuid.uuid5(uuid.NAMESPACE_OID, merged.email))


def _person(known: PersonInput | None) -> Person | None:
    """What is known of a manager, as it is kept: without the password."""
    if known is None:
        return None
    return Person(
        id=uuid.uuid5(uuid.NAMESPACE_OID, known.email),
        name=known.name,
        nickname=known.nickname,
        email=known.email,
        phones=known.phones,
        born_on=known.born_on,
        website=known.website,
        height=known.height,
        children=known.children,
        reachable=known.reachable,
        manager=_person(known.manager),
        home=known.home,
        preferences=known.preferences,
        tax_number=known.tax_number,
        created_at=START,
        changed_at=None,
    )
