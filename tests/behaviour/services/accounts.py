"""A small bank in memory: accounts, transfers between them, and a look at fraud."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from msgspec.structs import replace

from generated.accounts import (
    Account,
    AccountExists,
    AccountKind,
    AccountNotFound,
    AccountPage,
    BankTransfer,
    Card,
    CardInput,
    FraudReport,
    InsufficientFunds,
    Money,
    PaymentInput,
    Risk,
    SameAccount,
    TooManyRequests,
    Transfer,
    TransferPage,
)
from tests.behaviour.services.clock import Clock
from tests.behaviour.services.paging import cut, order

OPENING_BONUS = Decimal("100.00")
LIMIT = 3


class Bank:
    """Serves ``bank.accounts.v1``."""

    def __init__(self) -> None:
        self._clock = Clock()
        self._accounts: dict[str, Account] = {}
        self._transfers: dict[str, list[Transfer]] = {}

    async def open_account(
        self,
        *,
        iban: str,
        owner: str,
        kind: AccountKind = AccountKind.CURRENT,
        overdraft: Decimal = Decimal("0.00"),
    ) -> Account:
        if iban in self._accounts:
            raise AccountExists(iban=iban)
        self._transfers[iban] = []
        self._accounts[iban] = Account(
            iban=iban,
            owner=owner,
            kind=kind,
            overdraft=overdraft,
            balance=Money(amount=OPENING_BONUS, currency="EUR"),
            opened_on=self._clock.now().date(),
        )
        return self._accounts[iban]

    async def get_account(self, *, iban: str) -> Account:
        if iban not in self._accounts:
            raise AccountNotFound(iban=iban)
        return self._accounts[iban]

    async def list_accounts(
        self,
        *,
        kind: AccountKind | None = None,
        owner: str | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> AccountPage:
        found = [
            account
            for account in self._accounts.values()
            if kind in (None, account.kind) and owner in (None, account.owner)
        ]
        accounts, token = cut(order(found, order_by), page_size, page_token)
        return AccountPage(accounts=accounts, next_page_token=token)

    async def close_account(self, *, iban: str) -> None:
        await self.get_account(iban=iban)
        del self._accounts[iban]

    async def list_transfers(
        self,
        *,
        iban: str,
        min_amount: Decimal | None = None,
        since: datetime | None = None,
        currencies: Sequence[str] | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> TransferPage:
        await self.get_account(iban=iban)
        found = [
            transfer
            for transfer in self._transfers[iban]
            if (min_amount is None or transfer.money.amount >= min_amount)
            and (since is None or transfer.booked_at >= since)
            and (currencies is None or transfer.money.currency in currencies)
        ]
        transfers, token = cut(found, page_size, page_token)
        return TransferPage(transfers=transfers, next_page_token=token)

    async def transfer_money(
        self, *, source: str, target: str, money: Money, reference: str = ""
    ) -> Transfer:
        if source == target:
            raise SameAccount
        if len(self._transfers.get(source, ())) >= LIMIT:
            raise TooManyRequests(limit_per_minute=LIMIT)
        payer = await self.get_account(iban=source)
        payee = await self.get_account(iban=target)
        available = payer.balance.amount + payer.overdraft
        if money.amount > available:
            raise InsufficientFunds(
                available=Money(amount=available, currency="EUR"),
                missing=Money(amount=money.amount - available, currency="EUR"),
            )
        self._accounts[source] = _moved(payer, -money.amount)
        self._accounts[target] = _moved(payee, money.amount)
        transfer = Transfer(
            id=self._clock.uuid(),
            source=source,
            target=target,
            money=money,
            reference=reference,
            booked_at=self._clock.now(),
        )
        self._transfers[source].append(transfer)
        return transfer

    async def check_fraud(
        self, *, payment: PaymentInput, money: Money, ip_address: str | None = None
    ) -> FraudReport:
        reasons = ["amount"] if money.amount > 1000 else []
        if ip_address is None:
            reasons.append("no_address")
        match payment:
            case CardInput(cvc=None):
                reasons.append("no_cvc")
            case BankTransfer(source=source) if source not in self._accounts:
                reasons.append("unknown_source")
        risks = [Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.HIGH]
        return FraudReport(
            risk=risks[len(reasons)],
            score=len(reasons) / 4,
            reasons=reasons,
            matched=Card(number=payment.number, expiry=payment.expiry)
            if isinstance(payment, CardInput)
            else payment,
        )


def _moved(account: Account, amount: Decimal) -> Account:
    balance = replace(account.balance, amount=account.balance.amount + amount)
    return replace(account, balance=balance)
