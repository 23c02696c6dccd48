"""The address book of a company."""

from .errors import EmailTaken, PersonNotFound
from .service import People, PeopleSync
from .serving import serve
from .types import (
    Address,
    AddressPatch,
    Channel,
    Person,
    PersonInput,
    PersonPage,
    PersonPatch,
    Phone,
)

__all__ = [
    "Address",
    "AddressPatch",
    "Channel",
    "EmailTaken",
    "People",
    "PeopleSync",
    "Person",
    "PersonInput",
    "PersonNotFound",
    "PersonPage",
    "PersonPatch",
    "Phone",
    "serve",
]
