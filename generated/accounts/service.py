"""What Accounts offers, however it is reached."""

import datetime
from decimal import Decimal
from typing import Protocol

from .types import (
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


class Accounts(Protocol):
    """Accounts of a small bank: open one, move money, and ask whether a payment
    looks like fraud.

    Amounts are decimals and never rounded.
    """

    async def open_account(
        self,
        *,
        iban: Iban,
        owner: str,
        kind: AccountKind = AccountKind.CURRENT,
        overdraft: Decimal = Decimal("0.00"),
    ) -> Account:
        """Open an account under a number that the customer chose.

        Raises AccountExists.
        """
        ...

    async def get_account(
        self,
        *,
        iban: Iban,
    ) -> Account:
        """Look up one account and its balance.

        Raises AccountNotFound.
        """
        ...

    async def list_accounts(
        self,
        *,
        kind: AccountKind | None = None,
        owner: str | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> AccountPage:
        """The accounts of the bank, filtered by what they are for."""
        ...

    async def close_account(
        self,
        *,
        iban: Iban,
    ) -> None:
        """Close an account for good.

        Raises AccountNotFound.
        """
        ...

    async def list_transfers(
        self,
        *,
        iban: Iban,
        min_amount: Decimal | None = None,
        since: datetime.datetime | None = None,
        currencies: list[Currency] | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> TransferPage:
        """What went out of one account.

        Raises AccountNotFound.
        """
        ...

    async def transfer_money(
        self,
        *,
        source: Iban,
        target: Iban,
        money: Money,
        reference: str = "",
    ) -> Transfer:
        """Move money from one account to another, at once and entirely.

        Send the same idempotency key again when unsure whether the first try
        arrived.


        Raises AccountNotFound, InsufficientFunds, SameAccount, TooManyRequests.
        """
        ...

    async def check_fraud(
        self,
        *,
        payment: PaymentInput,
        money: Money,
        ip_address: str | None = None,
    ) -> FraudReport:
        """Judge a payment before it is made. Nothing is kept."""
        ...


class AccountsSync(Protocol):
    """`Accounts` for callers that wait: the same methods, as `def`."""

    def open_account(
        self,
        *,
        iban: Iban,
        owner: str,
        kind: AccountKind = AccountKind.CURRENT,
        overdraft: Decimal = Decimal("0.00"),
    ) -> Account:
        """Open an account under a number that the customer chose.

        Raises AccountExists.
        """
        ...

    def get_account(
        self,
        *,
        iban: Iban,
    ) -> Account:
        """Look up one account and its balance.

        Raises AccountNotFound.
        """
        ...

    def list_accounts(
        self,
        *,
        kind: AccountKind | None = None,
        owner: str | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> AccountPage:
        """The accounts of the bank, filtered by what they are for."""
        ...

    def close_account(
        self,
        *,
        iban: Iban,
    ) -> None:
        """Close an account for good.

        Raises AccountNotFound.
        """
        ...

    def list_transfers(
        self,
        *,
        iban: Iban,
        min_amount: Decimal | None = None,
        since: datetime.datetime | None = None,
        currencies: list[Currency] | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> TransferPage:
        """What went out of one account.

        Raises AccountNotFound.
        """
        ...

    def transfer_money(
        self,
        *,
        source: Iban,
        target: Iban,
        money: Money,
        reference: str = "",
    ) -> Transfer:
        """Move money from one account to another, at once and entirely.

        Send the same idempotency key again when unsure whether the first try
        arrived.


        Raises AccountNotFound, InsufficientFunds, SameAccount, TooManyRequests.
        """
        ...

    def check_fraud(
        self,
        *,
        payment: PaymentInput,
        money: Money,
        ip_address: str | None = None,
    ) -> FraudReport:
        """Judge a payment before it is made. Nothing is kept."""
        ...
