"""Changes resources that somebody else has changed meanwhile: refused, alike in every style."""

import datetime as dt
from uuid import UUID

import pytest
from msgspec.structs import replace

from generated._support import (
    CallOptions,
    Code,
    NotModified,
    PreconditionFailed,
    PreconditionRequired,
    ServiceError,
    current_call,
)
from generated.blog import Post
from generated.people import Person, PersonPage
from generated.people.operations import GET_PERSON, LIST_PEOPLE, UPDATE_PERSON
from generated.servers import Server
from generated.servers.operations import GET_SERVER
from tests.behaviour.hosting import REMOTE, WAYS, Caller, Host, Way, reached
from tests.behaviour.services.blog import Press
from tests.behaviour.services.people import AddressBook
from tests.behaviour.services.servers import DataCentre


async def _code_of(caller: Caller, method: str, **arguments: object) -> Code:
    with pytest.raises(ServiceError) as caught:
        await getattr(caller, method)(**arguments)
    return caught.value.code


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_change_needs_the_version_that_it_is_based_on(way: Way, host: Host) -> None:
    async def change() -> tuple[list[Code], int]:
        centre = DataCentre()
        server = await centre.order_server(host_name="db-1", memory_bytes=1)
        first = CallOptions(if_match=f'"{server.revision}"')
        async with reached("generated.servers", way, centre) as caller:
            arguments = {"server_id": server.id, "cores": 8}
            codes = [await _code_of(caller, "update_server", **arguments)]
            await caller.update_server(**arguments, options=first)
            codes.append(await _code_of(caller, "update_server", **arguments, options=first))
            codes.append(
                await _code_of(caller, "remove_server", server_id=server.id, options=first)
            )
        return codes, centre.get_server(server_id=server.id).revision

    codes, revision = host.run(change())
    assert codes == [Code.FAILED_PRECONDITION, Code.ABORTED, Code.ABORTED]
    assert revision == 2


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_tag_over_the_whole_resource_is_optional(way: Way, host: Host) -> None:
    async def change() -> list[object]:
        book = AddressBook()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        nobody = UUID(int=0)
        stale, any_ = CallOptions(if_match='"stale"'), CallOptions(if_match="*")
        async with reached("generated.people", way, book) as caller:
            return [
                (await caller.update_person(person_id=ada.id, children=1)).children,
                await _code_of(
                    caller, "update_person", person_id=ada.id, children=2, options=stale
                ),
                (await caller.update_person(person_id=ada.id, children=3, options=any_)).children,
                await _code_of(caller, "remove_person", person_id=ada.id, options=stale),
                await _code_of(caller, "remove_person", person_id=nobody, options=any_),
            ]

    assert host.run(change()) == [1, Code.ABORTED, 3, Code.ABORTED, Code.NOT_FOUND]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_method_in_a_thread_sees_its_call_too(way: Way, host: Host) -> None:
    class Curious(Press):
        def get_post(self, *, slug: str) -> Post:
            seen.append(current_call().idempotency_key)
            return super().get_post(slug=slug)

    seen: list[str | None] = []

    async def read() -> None:
        press = Curious()
        press.write_post(slug="a", title="A", text="")
        async with reached("generated.blog", way, press) as caller:
            await caller.get_post(slug="a", options=CallOptions(idempotency_key="k"))

    host.run(read())
    assert seen == ["k"]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_the_caller_has_already_is_not_sent_again(way: Way, host: Host) -> None:
    async def read() -> tuple[Server, NotModified]:
        centre = DataCentre()
        server = await centre.order_server(host_name="db-1", memory_bytes=1)
        tag = f'"{server.revision}"'
        async with reached("generated.servers", way, centre) as caller:
            ask = CallOptions(if_none_match=f'"other", W/{tag}')
            with pytest.raises(NotModified) as caught:
                await caller.get_server(server_id=server.id, options=ask)
            assert caught.value.etag == tag
            other = CallOptions(if_none_match='"other"')
            return await caller.get_server(server_id=server.id, options=other), caught.value

    server, error = host.run(read())
    assert server.host_name == "db-1"
    assert (type(error), error.code) == (NotModified, Code.FAILED_PRECONDITION)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_read_of_a_version_that_is_no_more_is_refused(way: Way, host: Host) -> None:
    async def read() -> tuple[Server, list[type[ServiceError]]]:
        centre = DataCentre()
        server = await centre.order_server(host_name="db-1", memory_bytes=1)
        tag, refused = f'"{server.revision}"', []
        async with reached("generated.servers", way, centre) as caller:
            for wanted, known in (('"other"', None), (f"W/{tag}", tag), (tag, tag)):
                ask = CallOptions(if_match=wanted, if_none_match=known)
                with pytest.raises(ServiceError) as caught:
                    await caller.get_server(server_id=server.id, options=ask)
                refused.append(type(caught.value))
            same = CallOptions(if_match=tag, if_none_match='"other"')
            return await caller.get_server(server_id=server.id, options=same), refused

    server, refused = host.run(read())
    assert server.host_name == "db-1"
    assert refused == [PreconditionFailed, PreconditionFailed, NotModified]


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize(
    "error", [NotModified(etag='"7"'), PreconditionFailed(), PreconditionRequired()], ids=repr
)
@pytest.mark.parametrize("method", ["get_post", "delete_post"])
def test_a_condition_that_a_service_checks_itself_arrives_as_its_class(
    way: Way, error: ServiceError, method: str, host: Host
) -> None:
    class Strict(Press):
        def get_post(self, **_: str) -> Post:
            raise error

        def delete_post(self, **_: str) -> None:
            raise error

    async def call() -> ServiceError:
        async with reached("generated.blog", way, Strict()) as caller:
            with pytest.raises(ServiceError) as caught:
                await getattr(caller, method)(slug="a")
            return caught.value

    arrived = host.run(call())
    assert (type(arrived), arrived.code) == (type(error), error.code)
    assert getattr(arrived, "etag", None) == getattr(error, "etag", None)
    assert arrived.message == error.message


class Travelled(AddressBook):
    """An address book of people with all that looks different after a journey."""

    async def get_person(self, *, person_id: UUID) -> Person:
        india = dt.timezone(dt.timedelta(hours=5, minutes=30))
        person = await super().get_person(person_id=person_id)
        return replace(
            person,
            height=2,
            preferences={"z": 1.0, "a": [-0.0, {"y": 2**60, "b": None}], "m": 0.1},
            created_at=person.created_at.astimezone(india),
        )


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_caller_can_tell_the_entity_tag_of_what_came_back(way: Way, host: Host) -> None:
    async def tell() -> tuple[str, str]:
        book = Travelled()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        kept = await book.get_person(person_id=ada.id)
        async with reached("generated.people", way, book) as caller:
            return GET_PERSON.etag_of(await caller.get_person(person_id=ada.id)), (
                GET_PERSON.etag_of(kept)
            )

    told, known = host.run(tell())
    assert told == known


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_the_tag_that_a_caller_tells_is_the_servers(way: Way, host: Host) -> None:
    async def change() -> list[object]:
        book = Travelled()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        async with reached("generated.people", way, book) as caller:
            tag = GET_PERSON.etag_of(await caller.get_person(person_id=ada.id))
            with pytest.raises(NotModified) as caught:
                await caller.get_person(
                    person_id=ada.id, options=CallOptions(if_none_match=f"W/{tag}")
                )
            same = CallOptions(if_match=tag)
            changed = await caller.update_person(person_id=ada.id, children=1, options=same)
            again = await _code_of(
                caller, "update_person", person_id=ada.id, children=2, options=same
            )
        return [caught.value.etag == tag, changed.children, again]

    assert host.run(change()) == [True, 1, Code.ABORTED]


def test_a_version_is_told_as_it_is_and_what_has_no_tag_is_refused(host: Host) -> None:
    async def tell() -> tuple[str, int, Person, PersonPage]:
        centre, book = DataCentre(), AddressBook()
        server = await centre.order_server(host_name="db-1", memory_bytes=1)
        ada = await book.add_person(name="Ada", email="ada@example.org")
        return GET_SERVER.etag_of(server), server.revision, ada, await book.list_people()

    tag, revision, ada, page = host.run(tell())
    assert tag == f'"{revision}"'
    assert UPDATE_PERSON.etag_of(ada) == GET_PERSON.etag_of(ada)
    with pytest.raises(TypeError):
        LIST_PEOPLE.etag_of(page)
