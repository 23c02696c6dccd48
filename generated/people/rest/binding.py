"""How People travels over REST: methods, paths, places, statuses."""

from ..._support.rest.route import Binding, Body, Parameter, ProblemType, Route
from .. import errors, operations

BINDING = Binding(
    routes=(
        Route(
            operation=operations.ADD_PERSON,
            method="POST",
            path="/people",
            status=201,
            body=Body(
                members=(
                    "name",
                    "nickname",
                    "email",
                    "phones",
                    "bornOn",
                    "website",
                    "height",
                    "children",
                    "reachable",
                    "manager",
                    "home",
                    "preferences",
                    "taxNumber",
                    "password",
                ),
            ),
            location="/people/{id}",
            tagged=True,
        ),
        Route(
            operation=operations.GET_PERSON,
            method="GET",
            path="/people/{person_id}",
            parameters=(Parameter(name="person_id", place="path", member="personId"),),
            tagged=True,
        ),
        Route(
            operation=operations.LIST_PEOPLE,
            method="GET",
            path="/people",
            parameters=(
                Parameter(name="name", place="query", member="name"),
                Parameter(
                    name="children",
                    place="query",
                    member="children",
                    kind="number",
                ),
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
        ),
        Route(
            operation=operations.UPDATE_PERSON,
            method="PATCH",
            path="/people/{person_id}",
            parameters=(Parameter(name="person_id", place="path", member="personId"),),
            body=Body(
                members=(
                    "name",
                    "nickname",
                    "email",
                    "phones",
                    "bornOn",
                    "website",
                    "height",
                    "children",
                    "reachable",
                    "manager",
                    "home",
                    "preferences",
                    "password",
                ),
                patch=True,
            ),
            tagged=True,
        ),
        Route(
            operation=operations.GET_ADDRESS,
            method="GET",
            path="/people/{person_id}/address",
            parameters=(Parameter(name="person_id", place="path", member="personId"),),
            tagged=True,
        ),
        Route(
            operation=operations.UPDATE_ADDRESS,
            method="PATCH",
            path="/people/{person_id}/address",
            parameters=(Parameter(name="person_id", place="path", member="personId"),),
            body=Body(
                members=("street", "city", "postalCode", "country", "extra"),
                patch=True,
            ),
            tagged=True,
        ),
        Route(
            operation=operations.REMOVE_PERSON,
            method="DELETE",
            path="/people/{person_id}",
            status=204,
            parameters=(Parameter(name="person_id", place="path", member="personId"),),
        ),
        Route(
            operation=operations.FIND_DUPLICATES,
            method="GET",
            path="/people:find-duplicates",
            parameters=(
                Parameter(
                    name="threshold",
                    place="query",
                    member="threshold",
                    kind="number",
                ),
            ),
        ),
    ),
    problems={
        errors.PersonNotFound: ProblemType(
            uri="urn:problem-type:directory.people.v1:PersonNotFound",
            title="Person not found",
            status=404,
        ),
        errors.EmailTaken: ProblemType(
            uri="urn:problem-type:directory.people.v1:EmailTaken",
            title="Email taken",
            status=409,
        ),
    },
)
