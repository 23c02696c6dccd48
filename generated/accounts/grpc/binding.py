"""How Accounts travels over gRPC: rpcs, messages, enum numbers."""

from ..._support.grpc.method import Method, Service, beside
from .. import errors, operations, types

SERVICE = Service(
    "bank.accounts.v1.AccountsService",
    Method(
        name="OpenAccount",
        operation=operations.OPEN_ACCOUNT,
        result="account",
        tagged=True,
    ),
    Method(
        name="GetAccount",
        operation=operations.GET_ACCOUNT,
        result="account",
        tagged=True,
    ),
    Method(
        name="ListAccounts",
        operation=operations.LIST_ACCOUNTS,
    ),
    Method(
        name="CloseAccount",
        operation=operations.CLOSE_ACCOUNT,
    ),
    Method(
        name="ListTransfers",
        operation=operations.LIST_TRANSFERS,
    ),
    Method(
        name="TransferMoney",
        operation=operations.TRANSFER_MONEY,
        result="transfer",
    ),
    Method(
        name="CheckFraud",
        operation=operations.CHECK_FRAUD,
        result="fraud_report",
    ),
    descriptor=beside(__name__, "descriptor.binpb"),
    enums={
        types.AccountKind: {
            "CURRENT": 1,
            "SAVINGS": 2,
            "LOAN": 3,
        },
        types.Risk: {
            "LOW": 1,
            "MEDIUM": 2,
            "HIGH": 3,
        },
    },
    reasons={
        errors.TooManyRequests: "TOO_MANY_REQUESTS",
        errors.AccountNotFound: "ACCOUNT_NOT_FOUND",
        errors.AccountExists: "ACCOUNT_EXISTS",
        errors.InsufficientFunds: "INSUFFICIENT_FUNDS",
        errors.SameAccount: "SAME_ACCOUNT",
    },
)
