"""The operations of Accounts: what goes in and comes out."""

from .._support.etag import Etag
from .._support.operation import Operation
from .._support.schema import Schema
from .errors import (
    AccountExists,
    AccountNotFound,
    InsufficientFunds,
    SameAccount,
    TooManyRequests,
)
from .types import (
    Account,
    AccountPage,
    CheckFraudRequest,
    CloseAccountRequest,
    FraudReport,
    GetAccountRequest,
    ListAccountsRequest,
    ListTransfersRequest,
    OpenAccountRequest,
    Transfer,
    TransferMoneyRequest,
    TransferPage,
)

SCHEMA = Schema(beside=__name__)

OPEN_ACCOUNT = Operation[Account](
    name="OpenAccount",
    method="open_account",
    schema=SCHEMA,
    request=OpenAccountRequest,
    response=Account,
    errors=(AccountExists,),
    etag=Etag(),
)

GET_ACCOUNT = Operation[Account](
    name="GetAccount",
    method="get_account",
    schema=SCHEMA,
    request=GetAccountRequest,
    response=Account,
    errors=(AccountNotFound,),
    safe=True,
    idempotent=True,
    timeout=5.0,
    attempts=3,
    etag=Etag(),
)

LIST_ACCOUNTS = Operation[AccountPage](
    name="ListAccounts",
    method="list_accounts",
    schema=SCHEMA,
    request=ListAccountsRequest,
    response=AccountPage,
    safe=True,
    idempotent=True,
    attempts=3,
    items="accounts",
)

CLOSE_ACCOUNT = Operation[None](
    name="CloseAccount",
    method="close_account",
    schema=SCHEMA,
    request=CloseAccountRequest,
    response=None,
    errors=(AccountNotFound,),
    idempotent=True,
    etag=Etag(resource="Account", keys=("iban",), get="get_account"),
)

LIST_TRANSFERS = Operation[TransferPage](
    name="ListTransfers",
    method="list_transfers",
    schema=SCHEMA,
    request=ListTransfersRequest,
    response=TransferPage,
    errors=(AccountNotFound,),
    safe=True,
    idempotent=True,
    items="transfers",
)

TRANSFER_MONEY = Operation[Transfer](
    name="TransferMoney",
    method="transfer_money",
    schema=SCHEMA,
    request=TransferMoneyRequest,
    response=Transfer,
    errors=(AccountNotFound, InsufficientFunds, SameAccount, TooManyRequests),
    timeout=10.0,
)

CHECK_FRAUD = Operation[FraudReport](
    name="CheckFraud",
    method="check_fraud",
    schema=SCHEMA,
    request=CheckFraudRequest,
    response=FraudReport,
    safe=True,
    idempotent=True,
)

OPERATIONS = (
    OPEN_ACCOUNT,
    GET_ACCOUNT,
    LIST_ACCOUNTS,
    CLOSE_ACCOUNT,
    LIST_TRANSFERS,
    TRANSFER_MONEY,
    CHECK_FRAUD,
)
