"""What can go wrong in Accounts."""

from typing import ClassVar

from .._support import Code, ServiceError
from .._support.values import Int32
from .types import Iban, Money


class TooManyRequests(ServiceError):
    """Slow down and try again later."""

    code = Code.RESOURCE_EXHAUSTED
    members: ClassVar[dict[str, str]] = {
        "limit_per_minute": "limitPerMinute",
    }

    limit_per_minute: Int32

    def __init__(
        self,
        message: str = "Slow down and try again later.",
        *,
        limit_per_minute: int,
    ) -> None:
        super().__init__(message)
        self.limit_per_minute = limit_per_minute


class AccountNotFound(ServiceError):
    """No account has this number."""

    code = Code.NOT_FOUND
    members: ClassVar[dict[str, str]] = {
        "iban": "iban",
    }

    iban: Iban

    def __init__(
        self,
        message: str = "No account has this number.",
        *,
        iban: Iban,
    ) -> None:
        super().__init__(message)
        self.iban = iban


class AccountExists(ServiceError):
    """Account exists."""

    code = Code.ALREADY_EXISTS
    members: ClassVar[dict[str, str]] = {
        "iban": "iban",
    }

    iban: Iban

    def __init__(
        self,
        message: str = "Account exists.",
        *,
        iban: Iban,
    ) -> None:
        super().__init__(message)
        self.iban = iban


class InsufficientFunds(ServiceError):
    """The source account does not hold enough."""

    code = Code.FAILED_PRECONDITION
    members: ClassVar[dict[str, str]] = {
        "available": "available",
        "missing": "missing",
    }

    available: Money
    missing: Money

    def __init__(
        self,
        message: str = "The source account does not hold enough.",
        *,
        available: Money,
        missing: Money,
    ) -> None:
        super().__init__(message)
        self.available = available
        self.missing = missing


class SameAccount(ServiceError):
    """Source and target are the same account."""

    code = Code.INVALID_ARGUMENT

    def __init__(
        self,
        message: str = "Source and target are the same account.",
    ) -> None:
        super().__init__(message)
