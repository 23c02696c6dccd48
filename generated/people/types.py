"""What travels in People."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from .._support.values import Masked, OpenEnum, PatchBase


class Channel(OpenEnum):
    MAIL = "MAIL"
    PHONE = "PHONE"
    LETTER = "LETTER"


class Address(msgspec.Struct, kw_only=True):
    """Where a letter arrives."""

    street: str
    city: str
    postal_code: str = msgspec.field(name="postalCode")
    country: str = "DE"
    """Two letters, ISO 3166-1."""
    extra: str | None = None
    """Second line: building, floor, care of."""


class Person(Masked, kw_only=True):
    """Somebody in the address book."""

    sensitive: ClassVar = frozenset({"tax_number"})

    id: UUID
    name: str
    nickname: str | None = None
    email: str
    phones: list[Phone] = msgspec.field(default_factory=list)
    born_on: datetime.date | None = msgspec.field(default=None, name="bornOn")
    website: str | None = None
    height: float | None = None
    """In metres."""
    children: int = 0
    reachable: list[Channel] = msgspec.field(
        default_factory=lambda: msgspec.convert(["MAIL"], list[Channel]),
    )
    manager: Person | None = None
    home: Address | None = None
    preferences: Any = msgspec.field(default_factory=lambda: msgspec.convert({}, Any))
    tax_number: str | None = msgspec.field(default=None, name="taxNumber")
    created_at: datetime.datetime = msgspec.field(name="createdAt")
    changed_at: datetime.datetime | None = msgspec.field(default=None, name="changedAt")


class PersonInput(Masked, kw_only=True):
    """Somebody in the address book."""

    sensitive: ClassVar = frozenset({"tax_number", "password"})

    name: str
    nickname: str | None = None
    email: str
    phones: list[Phone] = msgspec.field(default_factory=list)
    born_on: datetime.date | None = msgspec.field(default=None, name="bornOn")
    website: str | None = None
    height: float | None = None
    """In metres."""
    children: int = 0
    reachable: list[Channel] = msgspec.field(
        default_factory=lambda: msgspec.convert(["MAIL"], list[Channel]),
    )
    manager: PersonInput | None = None
    home: Address | None = None
    preferences: Any = msgspec.field(default_factory=lambda: msgspec.convert({}, Any))
    tax_number: str | None = msgspec.field(default=None, name="taxNumber")
    password: str | None = None


class PersonPatch(Masked, PatchBase, kw_only=True):
    """What changes of Person: UNSET leaves a value as it is, None clears it."""

    sensitive: ClassVar = frozenset({"tax_number", "password"})

    name: str | UnsetType = UNSET
    nickname: str | UnsetType | None = UNSET
    email: str | UnsetType = UNSET
    phones: list[Phone] | UnsetType | None = UNSET
    born_on: datetime.date | UnsetType | None = msgspec.field(
        default=UNSET,
        name="bornOn",
    )
    website: str | UnsetType | None = UNSET
    height: float | UnsetType | None = UNSET
    """In metres."""
    children: int | UnsetType | None = UNSET
    reachable: list[Channel] | UnsetType | None = UNSET
    manager: PersonPatch | UnsetType | None = UNSET
    home: AddressPatch | UnsetType | None = UNSET
    preferences: Any | UnsetType = UNSET
    tax_number: str | UnsetType | None = msgspec.field(default=UNSET, name="taxNumber")
    password: str | UnsetType | None = UNSET


class AddressPatch(PatchBase, kw_only=True):
    """What changes of Address: UNSET leaves a value as it is, None clears it."""

    street: str | UnsetType = UNSET
    city: str | UnsetType = UNSET
    postal_code: str | UnsetType = msgspec.field(default=UNSET, name="postalCode")
    country: str | UnsetType | None = UNSET
    """Two letters, ISO 3166-1."""
    extra: str | UnsetType | None = UNSET
    """Second line: building, floor, care of."""


class AddPersonRequest(Masked, kw_only=True):
    """The input of AddPerson."""

    sensitive: ClassVar = frozenset({"tax_number", "password"})

    name: str
    nickname: str | None = None
    email: str
    phones: list[Phone] = msgspec.field(default_factory=list)
    born_on: datetime.date | None = msgspec.field(default=None, name="bornOn")
    website: str | None = None
    height: float | None = None
    """In metres."""
    children: int = 0
    reachable: list[Channel] = msgspec.field(
        default_factory=lambda: msgspec.convert(["MAIL"], list[Channel]),
    )
    manager: PersonInput | None = None
    home: Address | None = None
    preferences: Any = msgspec.field(default_factory=lambda: msgspec.convert({}, Any))
    tax_number: str | None = msgspec.field(default=None, name="taxNumber")
    password: str | None = None


class GetPersonRequest(msgspec.Struct, kw_only=True):
    """The input of GetPerson."""

    person_id: UUID = msgspec.field(name="personId")
    """The id of the person."""


class ListPeopleRequest(msgspec.Struct, kw_only=True):
    """The input of ListPeople."""

    name: str | None = None
    """Only those with this name."""
    children: int | None = None
    """Only those with this children."""
    order_by: str | None = msgspec.field(default=None, name="orderBy")
    """Fields in the order that counts, each with asc or desc: name desc."""
    page_size: int = msgspec.field(default=25, name="pageSize")
    """How many people to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class PersonPage(msgspec.Struct, kw_only=True):
    """Some people, and where to go on."""

    people: list[Person]
    """The people of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; null on the last one."""


class UpdatePersonRequest(Masked, kw_only=True):
    """The input of UpdatePerson."""

    sensitive: ClassVar = frozenset({"password"})

    person_id: UUID = msgspec.field(name="personId")
    """The id of the person."""
    name: str | UnsetType = UNSET
    nickname: str | UnsetType | None = UNSET
    email: str | UnsetType = UNSET
    phones: list[Phone] | UnsetType | None = UNSET
    born_on: datetime.date | UnsetType | None = msgspec.field(
        default=UNSET,
        name="bornOn",
    )
    website: str | UnsetType | None = UNSET
    height: float | UnsetType | None = UNSET
    """In metres."""
    children: int | UnsetType | None = UNSET
    reachable: list[Channel] | UnsetType | None = UNSET
    manager: PersonPatch | UnsetType | None = UNSET
    home: AddressPatch | UnsetType | None = UNSET
    preferences: Any | UnsetType = UNSET
    password: str | UnsetType | None = UNSET


class GetAddressRequest(msgspec.Struct, kw_only=True):
    """The input of GetAddress."""

    person_id: UUID = msgspec.field(name="personId")
    """The id of the person."""


class UpdateAddressRequest(msgspec.Struct, kw_only=True):
    """The input of UpdateAddress."""

    person_id: UUID = msgspec.field(name="personId")
    """The id of the person."""
    street: str | UnsetType = UNSET
    city: str | UnsetType = UNSET
    postal_code: str | UnsetType = msgspec.field(default=UNSET, name="postalCode")
    country: str | UnsetType | None = UNSET
    """Two letters, ISO 3166-1."""
    extra: str | UnsetType | None = UNSET
    """Second line: building, floor, care of."""


class RemovePersonRequest(msgspec.Struct, kw_only=True):
    """The input of RemovePerson."""

    person_id: UUID = msgspec.field(name="personId")
    """The id of the person."""


class FindDuplicatesRequest(msgspec.Struct, kw_only=True):
    """The input of FindDuplicates."""

    threshold: float = 0.9


Phone: TypeAlias = str
"""International, digits only."""
