"""Accounts of a small bank: open one, move money, and ask whether a payment looks
like fraud.

Amounts are decimals and never rounded.
"""

from .errors import (
    AccountExists,
    AccountNotFound,
    InsufficientFunds,
    SameAccount,
    TooManyRequests,
)
from .service import Accounts, AccountsSync
from .serving import serve
from .types import (
    Account,
    AccountKind,
    AccountPage,
    BankTransfer,
    Card,
    CardInput,
    Currency,
    FraudReport,
    Iban,
    Money,
    Payment,
    PaymentInput,
    Risk,
    Transfer,
    TransferPage,
    Voucher,
)

__all__ = [
    "Account",
    "AccountExists",
    "AccountKind",
    "AccountNotFound",
    "AccountPage",
    "Accounts",
    "AccountsSync",
    "BankTransfer",
    "Card",
    "CardInput",
    "Currency",
    "FraudReport",
    "Iban",
    "InsufficientFunds",
    "Money",
    "Payment",
    "PaymentInput",
    "Risk",
    "SameAccount",
    "TooManyRequests",
    "Transfer",
    "TransferPage",
    "Voucher",
    "serve",
]
