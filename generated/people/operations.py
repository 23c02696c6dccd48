"""The operations of People: what goes in and comes out."""

from uuid import UUID

from .._support.etag import Etag
from .._support.operation import Operation
from .._support.schema import Schema
from .errors import EmailTaken, PersonNotFound
from .types import (
    AddPersonRequest,
    Address,
    FindDuplicatesRequest,
    GetAddressRequest,
    GetPersonRequest,
    ListPeopleRequest,
    Person,
    PersonPage,
    RemovePersonRequest,
    UpdateAddressRequest,
    UpdatePersonRequest,
)

SCHEMA = Schema(beside=__name__)

ADD_PERSON = Operation[Person](
    name="AddPerson",
    method="add_person",
    schema=SCHEMA,
    request=AddPersonRequest,
    response=Person,
    errors=(EmailTaken,),
    timeout=20.0,
    etag=Etag(),
)

GET_PERSON = Operation[Person](
    name="GetPerson",
    method="get_person",
    schema=SCHEMA,
    request=GetPersonRequest,
    response=Person,
    errors=(PersonNotFound,),
    safe=True,
    idempotent=True,
    timeout=20.0,
    attempts=2,
    etag=Etag(),
)

LIST_PEOPLE = Operation[PersonPage](
    name="ListPeople",
    method="list_people",
    schema=SCHEMA,
    request=ListPeopleRequest,
    response=PersonPage,
    safe=True,
    idempotent=True,
    timeout=20.0,
    attempts=2,
    items="people",
)

UPDATE_PERSON = Operation[Person](
    name="UpdatePerson",
    method="update_person",
    schema=SCHEMA,
    request=UpdatePersonRequest,
    response=Person,
    errors=(PersonNotFound, EmailTaken),
    idempotent=True,
    timeout=20.0,
    attempts=2,
    etag=Etag(resource="Person", keys=("person_id",), get="get_person"),
)

GET_ADDRESS = Operation[Address](
    name="GetAddress",
    method="get_address",
    schema=SCHEMA,
    request=GetAddressRequest,
    response=Address,
    errors=(PersonNotFound,),
    safe=True,
    idempotent=True,
    timeout=20.0,
    attempts=2,
    etag=Etag(),
)

UPDATE_ADDRESS = Operation[Address](
    name="UpdateAddress",
    method="update_address",
    schema=SCHEMA,
    request=UpdateAddressRequest,
    response=Address,
    errors=(PersonNotFound,),
    idempotent=True,
    timeout=20.0,
    attempts=2,
    etag=Etag(resource="Address", keys=("person_id",), get="get_address"),
)

REMOVE_PERSON = Operation[None](
    name="RemovePerson",
    method="remove_person",
    schema=SCHEMA,
    request=RemovePersonRequest,
    response=None,
    errors=(PersonNotFound,),
    idempotent=True,
    timeout=20.0,
    attempts=2,
    etag=Etag(resource="Person", keys=("person_id",), get="get_person"),
)

FIND_DUPLICATES = Operation[list[list[UUID]]](
    name="FindDuplicates",
    method="find_duplicates",
    schema=SCHEMA,
    request=FindDuplicatesRequest,
    response=list[list[UUID]],
    safe=True,
    idempotent=True,
    timeout=20.0,
    attempts=2,
)

OPERATIONS = (
    ADD_PERSON,
    GET_PERSON,
    LIST_PEOPLE,
    UPDATE_PERSON,
    GET_ADDRESS,
    UPDATE_ADDRESS,
    REMOVE_PERSON,
    FIND_DUPLICATES,
)
