"""Moves money over ``bank.accounts.v1``."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from generated.accounts import (
    AccountExists,
    AccountKind,
    AccountNotFound,
    Accounts,
    BankTransfer,
    Card,
    CardInput,
    InsufficientFunds,
    Money,
    Risk,
    SameAccount,
    TooManyRequests,
    Voucher,
)

ADA = "DE02120300000000202051"
BOB = "DE02500105170137075030"
NOBODY = "DE02100100100006820101"


async def walk(service: Accounts) -> None:
    ada = await service.open_account(iban=ADA, owner="Ada", kind=AccountKind.SAVINGS)
    assert str(ada.overdraft) == "0.00"
    assert ada.balance == Money(amount=Decimal("100.00"), currency="EUR")
    bob = await service.open_account(iban=BOB, owner="Bob", overdraft=Decimal("50.5"))
    assert bob.kind is AccountKind.CURRENT
    with pytest.raises(AccountExists) as exists:
        await service.open_account(iban=ADA, owner="Eve")
    assert exists.value.iban == ADA

    assert await service.get_account(iban=ADA) == ada
    with pytest.raises(AccountNotFound):
        await service.get_account(iban=NOBODY)
    assert (await service.list_accounts(kind=AccountKind.SAVINGS)).accounts == [ada]
    assert (await service.list_accounts(owner="Bob", page_size=500)).accounts == [bob]
    by_owner = await service.list_accounts(order_by="owner desc", page_size=1)
    assert by_owner.accounts == [bob]
    assert by_owner.next_page_token is not None

    await _transfers(service)
    await _frauds(service)

    await service.close_account(iban=BOB)
    with pytest.raises(AccountNotFound):
        await service.close_account(iban=BOB)


async def _transfers(service: Accounts) -> None:
    rent = await service.transfer_money(
        source=ADA,
        target=BOB,
        money=Money(amount=Decimal("75.10")),
        reference="Rent, \N{EURO SIGN}",
    )
    assert rent.money == Money(amount=Decimal("75.10"), currency="EUR")
    assert rent.reference == "Rent, \N{EURO SIGN}"
    tip = await service.transfer_money(source=ADA, target=BOB, money=Money(amount=Decimal("1.00")))
    assert tip.reference == ""
    assert (await service.get_account(iban=ADA)).balance.amount == Decimal("23.90")

    with pytest.raises(InsufficientFunds) as broke:
        await service.transfer_money(source=ADA, target=BOB, money=Money(amount=Decimal("24.00")))
    assert broke.value.available == Money(amount=Decimal("23.90"), currency="EUR")
    assert str(broke.value.missing.amount) == "0.10"
    with pytest.raises(SameAccount):
        await service.transfer_money(source=ADA, target=ADA, money=Money(amount=Decimal("1.00")))
    with pytest.raises(AccountNotFound) as unknown:
        await service.transfer_money(source=ADA, target=NOBODY, money=Money(amount=Decimal("1.00")))
    assert unknown.value.iban == NOBODY

    assert (await service.list_transfers(iban=ADA)).transfers == [rent, tip]
    large = await service.list_transfers(iban=ADA, min_amount=Decimal("10.00"))
    assert large.transfers == [rent]
    later = await service.list_transfers(iban=ADA, since=tip.booked_at)
    assert later.transfers == [tip]
    assert (
        await service.list_transfers(iban=ADA, since=datetime(2030, 1, 1, tzinfo=UTC))
    ).transfers == []
    assert (await service.list_transfers(iban=ADA, currencies=["USD", "CHF"])).transfers == []
    assert len((await service.list_transfers(iban=ADA, currencies=["EUR"])).transfers) == 2
    assert (await service.list_transfers(iban=BOB)).transfers == []

    await service.transfer_money(source=ADA, target=BOB, money=Money(amount=Decimal("0.01")))
    with pytest.raises(TooManyRequests) as often:
        await service.transfer_money(source=ADA, target=BOB, money=Money(amount=Decimal("0.01")))
    assert often.value.limit_per_minute == 3


async def _frauds(service: Accounts) -> None:
    small = Money(amount=Decimal("49.90"))
    good = await service.check_fraud(
        payment=CardInput(number="4111111111111111", expiry="08/29", cvc="123"),
        money=small,
        ip_address="127.0.0.1",
    )
    assert good.risk is Risk.LOW
    assert good.score == 0
    assert good.reasons == []
    assert good.matched == Card(number="4111111111111111", expiry="08/29")
    bad = await service.check_fraud(
        payment=CardInput(number="4111111111111111", expiry="08/29"),
        money=Money(amount=Decimal("1000.01"), currency="USD"),
    )
    assert bad.risk is Risk.HIGH
    assert sorted(bad.reasons) == ["amount", "no_address", "no_cvc"]
    odd = await service.check_fraud(payment=BankTransfer(source=NOBODY, target=ADA), money=small)
    assert odd.risk is Risk.HIGH
    assert odd.matched == BankTransfer(source=NOBODY, target=ADA)
    voucher = await service.check_fraud(payment=Voucher(code="ABCD1234"), money=small)
    assert voucher.risk is Risk.MEDIUM
    assert voucher.matched == Voucher(code="ABCD1234")
