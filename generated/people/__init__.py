"""The address book of a company."""

from .errors import EmailTaken, PersonNotFound
from .service import People, PeopleSync
from .serving import serve
from .types import Address, Channel, Person, PersonInput, PersonPage, Phone

__all__ = [
    "Address",
    "Channel",
    "EmailTaken",
    "People",
    "PeopleSync",
    "Person",
    "PersonInput",
    "PersonNotFound",
    "PersonPage",
    "Phone",
    "serve",
]
