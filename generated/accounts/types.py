"""What travels in Accounts."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import ClassVar, TypeAlias
from uuid import UUID

import msgspec

from .._support.unions import Unknown
from .._support.values import Masked, OpenEnum


class AccountKind(OpenEnum):
    """What an account is for."""

    CURRENT = "CURRENT"
    """Money for every day."""
    SAVINGS = "SAVINGS"
    """Money that rests, and earns interest."""
    LOAN = "LOAN"
    """Money that is owed."""


class Risk(OpenEnum):
    """What the check advises."""

    LOW = "LOW"
    """Let it pass."""
    MEDIUM = "MEDIUM"
    """Ask for a second factor."""
    HIGH = "HIGH"
    """Stop it."""


class Money(msgspec.Struct, kw_only=True):
    """An amount in one currency."""

    amount: Decimal
    """In the main unit, to the cent."""
    currency: Currency = "EUR"


class Account(msgspec.Struct, kw_only=True):
    """One account. The customer brings its number along."""

    iban: Iban
    owner: str
    kind: AccountKind = AccountKind.CURRENT
    overdraft: Decimal = Decimal("0.00")
    """How far the balance may fall below zero."""
    balance: Money
    opened_on: datetime.date = msgspec.field(name="openedOn")


class Transfer(msgspec.Struct, kw_only=True):
    """Money that moved from one account to another."""

    id: UUID
    source: Iban
    target: Iban
    money: Money
    reference: str = ""
    booked_at: datetime.datetime = msgspec.field(name="bookedAt")


class Card(Masked, kw_only=True, tag_field="kind", tag="card"):
    """A payment card."""

    sensitive: ClassVar = frozenset({"number"})

    number: str
    expiry: str


class BankTransfer(msgspec.Struct, kw_only=True, tag_field="kind", tag="transfer"):
    """A payment from one account to another."""

    source: Iban
    target: Iban


class Voucher(Masked, kw_only=True, tag_field="kind", tag="voucher"):
    """A prepaid voucher."""

    sensitive: ClassVar = frozenset({"code"})

    code: str


class FraudReport(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What the check found."""

    risk: Risk
    score: float
    reasons: list[str]
    matched: Payment | None = None
    """The earlier payment that it resembles, if any."""


class CardInput(Masked, kw_only=True, tag_field="kind", tag="card", omit_defaults=True):
    """A payment card."""

    sensitive: ClassVar = frozenset({"number", "cvc"})

    number: str
    expiry: str
    cvc: str | None = None


class OpenAccountRequest(msgspec.Struct, kw_only=True):
    """The input of OpenAccount."""

    iban: Iban
    owner: str
    kind: AccountKind = AccountKind.CURRENT
    overdraft: Decimal = Decimal("0.00")
    """How far the balance may fall below zero."""


class GetAccountRequest(msgspec.Struct, kw_only=True):
    """The input of GetAccount."""

    iban: Iban
    """The iban of the account."""


class ListAccountsRequest(msgspec.Struct, kw_only=True):
    """The input of ListAccounts."""

    kind: AccountKind | None = None
    """Only those with this kind."""
    owner: str | None = None
    """Only those with this owner."""
    order_by: str | None = msgspec.field(default=None, name="orderBy")
    """Fields in the order that counts, each with asc or desc: owner desc."""
    page_size: int = msgspec.field(default=50, name="pageSize")
    """How many accounts to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class AccountPage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some accounts, and where to go on."""

    accounts: list[Account]
    """The accounts of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; absent on the last one."""


class CloseAccountRequest(msgspec.Struct, kw_only=True):
    """The input of CloseAccount."""

    iban: Iban
    """The iban of the account."""


class ListTransfersRequest(msgspec.Struct, kw_only=True):
    """The input of ListTransfers."""

    iban: Iban
    """The iban of the account."""
    min_amount: Decimal | None = msgspec.field(default=None, name="minAmount")
    since: datetime.datetime | None = None
    currencies: list[Currency] | None = None
    page_size: int = msgspec.field(default=50, name="pageSize")
    """How many transfers to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class TransferPage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some transfers, and where to go on."""

    transfers: list[Transfer]
    """The transfers of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; absent on the last one."""


class TransferMoneyRequest(msgspec.Struct, kw_only=True):
    """The input of TransferMoney."""

    source: Iban
    target: Iban
    money: Money
    reference: str = ""


class CheckFraudRequest(Masked, kw_only=True):
    """The input of CheckFraud."""

    sensitive: ClassVar = frozenset({"ip_address"})

    payment: PaymentInput
    money: Money
    ip_address: str | None = msgspec.field(default=None, name="ipAddress")


Currency: TypeAlias = str
"""A currency of ISO 4217, such as `EUR`."""

Iban: TypeAlias = str
"""An international account number, without blanks."""

Payment: TypeAlias = Card | BankTransfer | Voucher | Unknown
"""How somebody pays."""

PaymentInput: TypeAlias = CardInput | BankTransfer | Voucher
"""How somebody pays."""
