"""How Accounts travels over REST: methods, paths, places, statuses."""

from ..._support.rest.route import Binding, Body, Parameter, ProblemType, Route
from .. import errors, operations

BINDING = Binding(
    routes=(
        Route(
            operation=operations.OPEN_ACCOUNT,
            method="POST",
            path="/accounts",
            status=201,
            body=Body(members=("iban", "owner", "kind", "overdraft")),
            location="/accounts/{iban}",
            tagged=True,
            challenge="Bearer",
        ),
        Route(
            operation=operations.GET_ACCOUNT,
            method="GET",
            path="/accounts/{iban}",
            parameters=(Parameter(name="iban", place="path", member="iban"),),
            tagged=True,
            challenge="Bearer, MutualTLS",
        ),
        Route(
            operation=operations.LIST_ACCOUNTS,
            method="GET",
            path="/accounts",
            parameters=(
                Parameter(name="kind", place="query", member="kind"),
                Parameter(name="owner", place="query", member="owner"),
                Parameter(name="orderBy", place="query", member="orderBy"),
                Parameter(
                    name="pageSize",
                    place="query",
                    member="pageSize",
                    kind="number",
                ),
                Parameter(name="pageToken", place="query", member="pageToken"),
            ),
            next_page="pageToken",
            challenge="Bearer",
        ),
        Route(
            operation=operations.CLOSE_ACCOUNT,
            method="DELETE",
            path="/accounts/{iban}",
            status=204,
            parameters=(Parameter(name="iban", place="path", member="iban"),),
            challenge="Bearer",
        ),
        Route(
            operation=operations.LIST_TRANSFERS,
            method="GET",
            path="/accounts/{iban}/transfers",
            parameters=(
                Parameter(name="iban", place="path", member="iban"),
                Parameter(name="minAmount", place="query", member="minAmount"),
                Parameter(name="since", place="query", member="since"),
                Parameter(
                    name="currencies",
                    place="query",
                    member="currencies",
                    many=True,
                ),
                Parameter(
                    name="pageSize",
                    place="query",
                    member="pageSize",
                    kind="number",
                ),
                Parameter(name="pageToken", place="query", member="pageToken"),
            ),
            next_page="pageToken",
            challenge="Bearer",
        ),
        Route(
            operation=operations.TRANSFER_MONEY,
            method="POST",
            path="/transfer-money",
            body=Body(members=("source", "target", "money", "reference")),
            challenge="Bearer",
        ),
        Route(
            operation=operations.CHECK_FRAUD,
            method="POST",
            path="/fraud-checks",
            body=Body(members=("payment", "money", "ipAddress")),
            challenge="Bearer, MutualTLS",
        ),
    ),
    problems={
        errors.TooManyRequests: ProblemType(
            uri="urn:problem-type:bank.accounts.v1:TooManyRequests",
            title="Too many requests",
            status=429,
        ),
        errors.AccountNotFound: ProblemType(
            uri="urn:problem-type:bank.accounts.v1:AccountNotFound",
            title="Account not found",
            status=404,
        ),
        errors.AccountExists: ProblemType(
            uri="urn:problem-type:bank.accounts.v1:AccountExists",
            title="Account exists",
            status=409,
        ),
        errors.InsufficientFunds: ProblemType(
            uri="urn:problem-type:bank.accounts.v1:InsufficientFunds",
            title="Insufficient funds",
            status=409,
        ),
        errors.SameAccount: ProblemType(
            uri="urn:problem-type:bank.accounts.v1:SameAccount",
            title="Same account",
            status=409,
        ),
    },
)
