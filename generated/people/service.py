"""What People offers, however it is reached."""

import datetime
from typing import Any, Protocol
from uuid import UUID

from msgspec import UNSET, UnsetType

from .types import (
    Address,
    AddressPatch,
    Channel,
    Person,
    PersonInput,
    PersonPage,
    PersonPatch,
    Phone,
)


class People(Protocol):
    """The address book of a company."""

    async def add_person(
        self,
        *,
        name: str,
        nickname: str | None = None,
        email: str,
        phones: list[Phone] = ...,
        born_on: datetime.date | None = None,
        website: str | None = None,
        height: float | None = None,
        children: int = 0,
        reachable: list[Channel] = ...,
        manager: PersonInput | None = None,
        home: Address | None = None,
        preferences: Any = ...,
        tax_number: str | None = None,
        password: str | None = None,
    ) -> Person:
        """Add somebody to the address book.

        Raises EmailTaken.
        """
        ...

    async def get_person(
        self,
        *,
        person_id: UUID,
    ) -> Person:
        """Look somebody up.

        Raises PersonNotFound.
        """
        ...

    async def list_people(
        self,
        *,
        name: str | None = None,
        children: int | None = None,
        order_by: str | None = None,
        page_size: int = 25,
        page_token: str | None = None,
    ) -> PersonPage:
        """Everybody, or those who match."""
        ...

    async def update_person(
        self,
        *,
        person_id: UUID,
        name: str | UnsetType = UNSET,
        nickname: str | UnsetType | None = UNSET,
        email: str | UnsetType = UNSET,
        phones: list[Phone] | UnsetType | None = UNSET,
        born_on: datetime.date | UnsetType | None = UNSET,
        website: str | UnsetType | None = UNSET,
        height: float | UnsetType | None = UNSET,
        children: int | UnsetType | None = UNSET,
        reachable: list[Channel] | UnsetType | None = UNSET,
        manager: PersonPatch | UnsetType | None = UNSET,
        home: AddressPatch | UnsetType | None = UNSET,
        preferences: Any | UnsetType = UNSET,
        password: str | UnsetType | None = UNSET,
    ) -> Person:
        """Change some of what is known.

        What is left out stays as it is; null clears it.


        Raises PersonNotFound, EmailTaken.
        """
        ...

    async def get_address(
        self,
        *,
        person_id: UUID,
    ) -> Address:
        """Where somebody lives.

        Raises PersonNotFound.
        """
        ...

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
        """Somebody moved; tell only what changed.

        Raises PersonNotFound.
        """
        ...

    async def remove_person(
        self,
        *,
        person_id: UUID,
    ) -> None:
        """Forget somebody.

        Raises PersonNotFound.
        """
        ...

    async def find_duplicates(
        self,
        *,
        threshold: float = 0.9,
    ) -> list[list[UUID]]:
        """Entries that seem to mean the same person."""
        ...


class PeopleSync(Protocol):
    """`People` for callers that wait: the same methods, as `def`."""

    def add_person(
        self,
        *,
        name: str,
        nickname: str | None = None,
        email: str,
        phones: list[Phone] = ...,
        born_on: datetime.date | None = None,
        website: str | None = None,
        height: float | None = None,
        children: int = 0,
        reachable: list[Channel] = ...,
        manager: PersonInput | None = None,
        home: Address | None = None,
        preferences: Any = ...,
        tax_number: str | None = None,
        password: str | None = None,
    ) -> Person:
        """Add somebody to the address book.

        Raises EmailTaken.
        """
        ...

    def get_person(
        self,
        *,
        person_id: UUID,
    ) -> Person:
        """Look somebody up.

        Raises PersonNotFound.
        """
        ...

    def list_people(
        self,
        *,
        name: str | None = None,
        children: int | None = None,
        order_by: str | None = None,
        page_size: int = 25,
        page_token: str | None = None,
    ) -> PersonPage:
        """Everybody, or those who match."""
        ...

    def update_person(
        self,
        *,
        person_id: UUID,
        name: str | UnsetType = UNSET,
        nickname: str | UnsetType | None = UNSET,
        email: str | UnsetType = UNSET,
        phones: list[Phone] | UnsetType | None = UNSET,
        born_on: datetime.date | UnsetType | None = UNSET,
        website: str | UnsetType | None = UNSET,
        height: float | UnsetType | None = UNSET,
        children: int | UnsetType | None = UNSET,
        reachable: list[Channel] | UnsetType | None = UNSET,
        manager: PersonPatch | UnsetType | None = UNSET,
        home: AddressPatch | UnsetType | None = UNSET,
        preferences: Any | UnsetType = UNSET,
        password: str | UnsetType | None = UNSET,
    ) -> Person:
        """Change some of what is known.

        What is left out stays as it is; null clears it.


        Raises PersonNotFound, EmailTaken.
        """
        ...

    def get_address(
        self,
        *,
        person_id: UUID,
    ) -> Address:
        """Where somebody lives.

        Raises PersonNotFound.
        """
        ...

    def update_address(
        self,
        *,
        person_id: UUID,
        street: str | UnsetType = UNSET,
        city: str | UnsetType = UNSET,
        postal_code: str | UnsetType = UNSET,
        country: str | UnsetType | None = UNSET,
        extra: str | UnsetType | None = UNSET,
    ) -> Address:
        """Somebody moved; tell only what changed.

        Raises PersonNotFound.
        """
        ...

    def remove_person(
        self,
        *,
        person_id: UUID,
    ) -> None:
        """Forget somebody.

        Raises PersonNotFound.
        """
        ...

    def find_duplicates(
        self,
        *,
        threshold: float = 0.9,
    ) -> list[list[UUID]]:
        """Entries that seem to mean the same person."""
        ...
