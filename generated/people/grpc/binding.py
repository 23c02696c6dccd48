"""How People travels over gRPC: rpcs, messages, enum numbers."""

from ..._support.grpc.method import Method, Service, beside
from .. import errors, operations, types

SERVICE = Service(
    "directory.people.v1.PeopleService",
    Method(
        name="AddPerson",
        operation=operations.ADD_PERSON,
        result="person",
        tagged=True,
    ),
    Method(
        name="GetPerson",
        operation=operations.GET_PERSON,
        result="person",
        tagged=True,
    ),
    Method(
        name="ListPeople",
        operation=operations.LIST_PEOPLE,
    ),
    Method(
        name="UpdatePerson",
        operation=operations.UPDATE_PERSON,
        result="person",
        tagged=True,
    ),
    Method(
        name="GetAddress",
        operation=operations.GET_ADDRESS,
        result="address",
        tagged=True,
    ),
    Method(
        name="UpdateAddress",
        operation=operations.UPDATE_ADDRESS,
        result="address",
        tagged=True,
    ),
    Method(
        name="RemovePerson",
        operation=operations.REMOVE_PERSON,
    ),
    Method(
        name="FindDuplicates",
        operation=operations.FIND_DUPLICATES,
        result="result",
    ),
    descriptor=beside(__name__, "descriptor.binpb"),
    enums={
        types.Channel: {
            "MAIL": 1,
            "PHONE": 2,
            "LETTER": 3,
        },
    },
    reasons={
        errors.PersonNotFound: "PERSON_NOT_FOUND",
        errors.EmailTaken: "EMAIL_TAKEN",
    },
)
