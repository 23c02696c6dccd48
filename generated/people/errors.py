"""What can go wrong in People."""

from typing import ClassVar
from uuid import UUID

from .._support import Code, ServiceError


class PersonNotFound(ServiceError):
    """Person not found."""

    code = Code.NOT_FOUND
    members: ClassVar[dict[str, str]] = {
        "person_id": "personId",
    }

    person_id: UUID

    def __init__(
        self,
        message: str = "Person not found.",
        *,
        person_id: UUID,
    ) -> None:
        super().__init__(message)
        self.person_id = person_id


class EmailTaken(ServiceError):
    """Email taken."""

    code = Code.ALREADY_EXISTS
    members: ClassVar[dict[str, str]] = {
        "email": "email",
    }

    email: str

    def __init__(
        self,
        message: str = "Email taken.",
        *,
        email: str,
    ) -> None:
        super().__init__(message)
        self.email = email
