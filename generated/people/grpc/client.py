"""Calls People over gRPC, waiting or awaiting."""

import datetime
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

from msgspec import UNSET, UnsetType

from ..._support import CallOptions
from ..._support.grpc.client import AsyncGrpcClient, SyncGrpcClient
from ..operations import (
    ADD_PERSON,
    FIND_DUPLICATES,
    GET_ADDRESS,
    GET_PERSON,
    LIST_PEOPLE,
    REMOVE_PERSON,
    UPDATE_ADDRESS,
    UPDATE_PERSON,
)
from ..types import (
    Address,
    AddressPatch,
    Channel,
    Person,
    PersonInput,
    PersonPage,
    PersonPatch,
    Phone,
)
from .binding import SERVICE


class Client(SyncGrpcClient):
    """People over gRPC; every call waits."""

    _service = SERVICE

    def add_person(
        self,
        *,
        name: str,
        nickname: str | None = None,
        email: str,
        phones: list[Phone] | UnsetType = UNSET,
        born_on: datetime.date | None = None,
        website: str | None = None,
        height: float | None = None,
        children: int | UnsetType = UNSET,
        reachable: list[Channel] | UnsetType = UNSET,
        manager: PersonInput | None = None,
        home: Address | None = None,
        preferences: Any | UnsetType = UNSET,
        tax_number: str | None = None,
        password: str | None = None,
        options: CallOptions | None = None,
    ) -> Person:
        """Add somebody to the address book.

        Raises EmailTaken.
        """
        return self._call(
            ADD_PERSON,
            {
                "name": name,
                "nickname": nickname,
                "email": email,
                "phones": phones,
                "born_on": born_on,
                "website": website,
                "height": height,
                "children": children,
                "reachable": reachable,
                "manager": manager,
                "home": home,
                "preferences": preferences,
                "tax_number": tax_number,
                "password": password,
            },
            options,
        )

    def get_person(
        self,
        *,
        person_id: UUID,
        options: CallOptions | None = None,
    ) -> Person:
        """Look somebody up.

        Raises PersonNotFound.
        """
        return self._call(
            GET_PERSON,
            {
                "person_id": person_id,
            },
            options,
        )

    def list_people(
        self,
        *,
        name: str | None = None,
        children: int | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> PersonPage:
        """Everybody, or those who match."""
        return self._call(
            LIST_PEOPLE,
            {
                "name": name,
                "children": children,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_people(
        self,
        *,
        name: str | None = None,
        children: int | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Person]:
        """Every item of `list_people`, page after page."""
        return self._items(
            LIST_PEOPLE,
            {
                "name": name,
                "children": children,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

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
        options: CallOptions | None = None,
    ) -> Person:
        """Change some of what is known.

        What is left out stays as it is; null clears it.


        Raises PersonNotFound, EmailTaken.
        """
        return self._call(
            UPDATE_PERSON,
            {
                "person_id": person_id,
                "name": name,
                "nickname": nickname,
                "email": email,
                "phones": phones,
                "born_on": born_on,
                "website": website,
                "height": height,
                "children": children,
                "reachable": reachable,
                "manager": manager,
                "home": home,
                "preferences": preferences,
                "password": password,
            },
            options,
        )

    def get_address(
        self,
        *,
        person_id: UUID,
        options: CallOptions | None = None,
    ) -> Address:
        """Where somebody lives.

        Raises PersonNotFound.
        """
        return self._call(
            GET_ADDRESS,
            {
                "person_id": person_id,
            },
            options,
        )

    def update_address(
        self,
        *,
        person_id: UUID,
        street: str | UnsetType = UNSET,
        city: str | UnsetType = UNSET,
        postal_code: str | UnsetType = UNSET,
        country: str | UnsetType | None = UNSET,
        extra: str | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> Address:
        """Somebody moved; tell only what changed.

        Raises PersonNotFound.
        """
        return self._call(
            UPDATE_ADDRESS,
            {
                "person_id": person_id,
                "street": street,
                "city": city,
                "postal_code": postal_code,
                "country": country,
                "extra": extra,
            },
            options,
        )

    def remove_person(
        self,
        *,
        person_id: UUID,
        options: CallOptions | None = None,
    ) -> None:
        """Forget somebody.

        Raises PersonNotFound.
        """
        self._call(
            REMOVE_PERSON,
            {
                "person_id": person_id,
            },
            options,
        )

    def find_duplicates(
        self,
        *,
        threshold: float | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> list[list[UUID]]:
        """Entries that seem to mean the same person."""
        return self._call(
            FIND_DUPLICATES,
            {
                "threshold": threshold,
            },
            options,
        )


class AsyncClient(AsyncGrpcClient):
    """People over gRPC; calls are awaited."""

    _service = SERVICE

    async def add_person(
        self,
        *,
        name: str,
        nickname: str | None = None,
        email: str,
        phones: list[Phone] | UnsetType = UNSET,
        born_on: datetime.date | None = None,
        website: str | None = None,
        height: float | None = None,
        children: int | UnsetType = UNSET,
        reachable: list[Channel] | UnsetType = UNSET,
        manager: PersonInput | None = None,
        home: Address | None = None,
        preferences: Any | UnsetType = UNSET,
        tax_number: str | None = None,
        password: str | None = None,
        options: CallOptions | None = None,
    ) -> Person:
        """Add somebody to the address book.

        Raises EmailTaken.
        """
        return await self._call(
            ADD_PERSON,
            {
                "name": name,
                "nickname": nickname,
                "email": email,
                "phones": phones,
                "born_on": born_on,
                "website": website,
                "height": height,
                "children": children,
                "reachable": reachable,
                "manager": manager,
                "home": home,
                "preferences": preferences,
                "tax_number": tax_number,
                "password": password,
            },
            options,
        )

    async def get_person(
        self,
        *,
        person_id: UUID,
        options: CallOptions | None = None,
    ) -> Person:
        """Look somebody up.

        Raises PersonNotFound.
        """
        return await self._call(
            GET_PERSON,
            {
                "person_id": person_id,
            },
            options,
        )

    async def list_people(
        self,
        *,
        name: str | None = None,
        children: int | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> PersonPage:
        """Everybody, or those who match."""
        return await self._call(
            LIST_PEOPLE,
            {
                "name": name,
                "children": children,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_people(
        self,
        *,
        name: str | None = None,
        children: int | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Person]:
        """Every item of `list_people`, page after page."""
        return self._items(
            LIST_PEOPLE,
            {
                "name": name,
                "children": children,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

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
        options: CallOptions | None = None,
    ) -> Person:
        """Change some of what is known.

        What is left out stays as it is; null clears it.


        Raises PersonNotFound, EmailTaken.
        """
        return await self._call(
            UPDATE_PERSON,
            {
                "person_id": person_id,
                "name": name,
                "nickname": nickname,
                "email": email,
                "phones": phones,
                "born_on": born_on,
                "website": website,
                "height": height,
                "children": children,
                "reachable": reachable,
                "manager": manager,
                "home": home,
                "preferences": preferences,
                "password": password,
            },
            options,
        )

    async def get_address(
        self,
        *,
        person_id: UUID,
        options: CallOptions | None = None,
    ) -> Address:
        """Where somebody lives.

        Raises PersonNotFound.
        """
        return await self._call(
            GET_ADDRESS,
            {
                "person_id": person_id,
            },
            options,
        )

    async def update_address(
        self,
        *,
        person_id: UUID,
        street: str | UnsetType = UNSET,
        city: str | UnsetType = UNSET,
        postal_code: str | UnsetType = UNSET,
        country: str | UnsetType | None = UNSET,
        extra: str | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> Address:
        """Somebody moved; tell only what changed.

        Raises PersonNotFound.
        """
        return await self._call(
            UPDATE_ADDRESS,
            {
                "person_id": person_id,
                "street": street,
                "city": city,
                "postal_code": postal_code,
                "country": country,
                "extra": extra,
            },
            options,
        )

    async def remove_person(
        self,
        *,
        person_id: UUID,
        options: CallOptions | None = None,
    ) -> None:
        """Forget somebody.

        Raises PersonNotFound.
        """
        await self._call(
            REMOVE_PERSON,
            {
                "person_id": person_id,
            },
            options,
        )

    async def find_duplicates(
        self,
        *,
        threshold: float | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> list[list[UUID]]:
        """Entries that seem to mean the same person."""
        return await self._call(
            FIND_DUPLICATES,
            {
                "threshold": threshold,
            },
            options,
        )
