"""Calls Accounts over JSON-RPC, waiting or awaiting."""

import datetime
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal

from msgspec import UNSET, UnsetType

from ..._support import CallOptions
from ..._support.jsonrpc.client import AsyncJsonRpcClient, SyncJsonRpcClient
from ..operations import (
    CHECK_FRAUD,
    CLOSE_ACCOUNT,
    GET_ACCOUNT,
    LIST_ACCOUNTS,
    LIST_TRANSFERS,
    OPEN_ACCOUNT,
    TRANSFER_MONEY,
)
from ..types import (
    Account,
    AccountKind,
    AccountPage,
    Currency,
    FraudReport,
    Iban,
    Money,
    PaymentInput,
    Transfer,
    TransferPage,
)
from .binding import METHODS


class Client(SyncJsonRpcClient):
    """Accounts over JSON-RPC; every call waits."""

    _methods = METHODS

    def open_account(
        self,
        *,
        iban: Iban,
        owner: str,
        kind: AccountKind | UnsetType = UNSET,
        overdraft: Decimal | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Account:
        """Open an account under a number that the customer chose.

        Raises AccountExists.
        """
        return self._call(
            OPEN_ACCOUNT,
            {
                "iban": iban,
                "owner": owner,
                "kind": kind,
                "overdraft": overdraft,
            },
            options,
        )

    def get_account(
        self,
        *,
        iban: Iban,
        options: CallOptions | None = None,
    ) -> Account:
        """Look up one account and its balance.

        Raises AccountNotFound.
        """
        return self._call(
            GET_ACCOUNT,
            {
                "iban": iban,
            },
            options,
        )

    def list_accounts(
        self,
        *,
        kind: AccountKind | None = None,
        owner: str | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> AccountPage:
        """The accounts of the bank, filtered by what they are for."""
        return self._call(
            LIST_ACCOUNTS,
            {
                "kind": kind,
                "owner": owner,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_accounts(
        self,
        *,
        kind: AccountKind | None = None,
        owner: str | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Account]:
        """Every item of `list_accounts`, page after page."""
        return self._items(
            LIST_ACCOUNTS,
            {
                "kind": kind,
                "owner": owner,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

    def close_account(
        self,
        *,
        iban: Iban,
        options: CallOptions | None = None,
    ) -> None:
        """Close an account for good.

        Raises AccountNotFound.
        """
        self._call(
            CLOSE_ACCOUNT,
            {
                "iban": iban,
            },
            options,
        )

    def list_transfers(
        self,
        *,
        iban: Iban,
        min_amount: Decimal | None = None,
        since: datetime.datetime | None = None,
        currencies: list[Currency] | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> TransferPage:
        """What went out of one account.

        Raises AccountNotFound.
        """
        return self._call(
            LIST_TRANSFERS,
            {
                "iban": iban,
                "min_amount": min_amount,
                "since": since,
                "currencies": currencies,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_transfers(
        self,
        *,
        iban: Iban,
        min_amount: Decimal | None = None,
        since: datetime.datetime | None = None,
        currencies: list[Currency] | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Transfer]:
        """Every item of `list_transfers`, page after page."""
        return self._items(
            LIST_TRANSFERS,
            {
                "iban": iban,
                "min_amount": min_amount,
                "since": since,
                "currencies": currencies,
                "page_size": page_size,
            },
            options,
        )

    def transfer_money(
        self,
        *,
        source: Iban,
        target: Iban,
        money: Money,
        reference: str | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Transfer:
        """Move money from one account to another, at once and entirely.

        Send the same idempotency key again when unsure whether the first try
        arrived.


        Raises AccountNotFound, InsufficientFunds, SameAccount, TooManyRequests.
        """
        return self._call(
            TRANSFER_MONEY,
            {
                "source": source,
                "target": target,
                "money": money,
                "reference": reference,
            },
            options,
        )

    def check_fraud(
        self,
        *,
        payment: PaymentInput,
        money: Money,
        ip_address: str | None = None,
        options: CallOptions | None = None,
    ) -> FraudReport:
        """Judge a payment before it is made. Nothing is kept."""
        return self._call(
            CHECK_FRAUD,
            {
                "payment": payment,
                "money": money,
                "ip_address": ip_address,
            },
            options,
        )


class AsyncClient(AsyncJsonRpcClient):
    """Accounts over JSON-RPC; calls are awaited."""

    _methods = METHODS

    async def open_account(
        self,
        *,
        iban: Iban,
        owner: str,
        kind: AccountKind | UnsetType = UNSET,
        overdraft: Decimal | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Account:
        """Open an account under a number that the customer chose.

        Raises AccountExists.
        """
        return await self._call(
            OPEN_ACCOUNT,
            {
                "iban": iban,
                "owner": owner,
                "kind": kind,
                "overdraft": overdraft,
            },
            options,
        )

    async def get_account(
        self,
        *,
        iban: Iban,
        options: CallOptions | None = None,
    ) -> Account:
        """Look up one account and its balance.

        Raises AccountNotFound.
        """
        return await self._call(
            GET_ACCOUNT,
            {
                "iban": iban,
            },
            options,
        )

    async def list_accounts(
        self,
        *,
        kind: AccountKind | None = None,
        owner: str | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> AccountPage:
        """The accounts of the bank, filtered by what they are for."""
        return await self._call(
            LIST_ACCOUNTS,
            {
                "kind": kind,
                "owner": owner,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_accounts(
        self,
        *,
        kind: AccountKind | None = None,
        owner: str | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Account]:
        """Every item of `list_accounts`, page after page."""
        return self._items(
            LIST_ACCOUNTS,
            {
                "kind": kind,
                "owner": owner,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

    async def close_account(
        self,
        *,
        iban: Iban,
        options: CallOptions | None = None,
    ) -> None:
        """Close an account for good.

        Raises AccountNotFound.
        """
        await self._call(
            CLOSE_ACCOUNT,
            {
                "iban": iban,
            },
            options,
        )

    async def list_transfers(
        self,
        *,
        iban: Iban,
        min_amount: Decimal | None = None,
        since: datetime.datetime | None = None,
        currencies: list[Currency] | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> TransferPage:
        """What went out of one account.

        Raises AccountNotFound.
        """
        return await self._call(
            LIST_TRANSFERS,
            {
                "iban": iban,
                "min_amount": min_amount,
                "since": since,
                "currencies": currencies,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_transfers(
        self,
        *,
        iban: Iban,
        min_amount: Decimal | None = None,
        since: datetime.datetime | None = None,
        currencies: list[Currency] | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Transfer]:
        """Every item of `list_transfers`, page after page."""
        return self._items(
            LIST_TRANSFERS,
            {
                "iban": iban,
                "min_amount": min_amount,
                "since": since,
                "currencies": currencies,
                "page_size": page_size,
            },
            options,
        )

    async def transfer_money(
        self,
        *,
        source: Iban,
        target: Iban,
        money: Money,
        reference: str | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Transfer:
        """Move money from one account to another, at once and entirely.

        Send the same idempotency key again when unsure whether the first try
        arrived.


        Raises AccountNotFound, InsufficientFunds, SameAccount, TooManyRequests.
        """
        return await self._call(
            TRANSFER_MONEY,
            {
                "source": source,
                "target": target,
                "money": money,
                "reference": reference,
            },
            options,
        )

    async def check_fraud(
        self,
        *,
        payment: PaymentInput,
        money: Money,
        ip_address: str | None = None,
        options: CallOptions | None = None,
    ) -> FraudReport:
        """Judge a payment before it is made. Nothing is kept."""
        return await self._call(
            CHECK_FRAUD,
            {
                "payment": payment,
                "money": money,
                "ip_address": ip_address,
            },
            options,
        )
