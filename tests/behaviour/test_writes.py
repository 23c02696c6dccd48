"""Writes of one resource with an entity tag: one after another, across styles; none is lost."""

import asyncio
import contextlib
import threading
import time
from typing import Any
from uuid import UUID

import pytest

from generated._support import (
    CallOptions,
    Code,
    PreconditionFailed,
    ServiceError,
    current_call,
)
from generated._support.locks import ResourceLocks
from generated.people import Person
from generated.people.operations import GET_PERSON
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, reached, served
from tests.behaviour.services.people import AddressBook
from tests.waiting import Gate, given_up, until

PACKAGE = "generated.people"
ASYNC = [way for way in REMOTE if way.client == "async"]


class Slow(AddressBook):
    """Waits before it writes, and notes how many writes ran at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.running = 0
        self.most = 0
        self.tags: list[str | None] = []

    async def update_person(self, **values: Any) -> Person:
        self.tags.append(current_call().if_match)
        with self._counted():
            await asyncio.sleep(0.01)
            return await super().update_person(**values)

    async def remove_person(self, *, person_id: UUID) -> None:
        with self._counted():
            await asyncio.sleep(0.01)
            await super().remove_person(person_id=person_id)

    @contextlib.contextmanager
    def _counted(self) -> Any:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            yield
        finally:
            self.running -= 1


class SlowInThreads(Slow):
    """The same as ``def``."""

    def update_person(self, **values: Any) -> Person:  # type: ignore[override]
        self.tags.append(current_call().if_match)
        with self._counted():
            time.sleep(0.01)
            return asyncio.run(AddressBook.update_person(self, **values))


def _result(outcome: object) -> object:
    return type(outcome) if isinstance(outcome, BaseException) else "done"


@pytest.mark.parametrize("kind", [Slow, SlowInThreads])
@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_of_five_changes_with_one_tag_one_wins(way: Way, kind: type[Slow], host: Host) -> None:
    async def change() -> tuple[list[object], int, Slow]:
        book = kind()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        seen = CallOptions(if_match=GET_PERSON.etag_of(ada))
        async with reached(PACKAGE, way, book) as caller:
            # Three at a time where sync clients and `def` methods share a few threads.
            turn = asyncio.Semaphore(3)

            async def one(children: int) -> object:
                async with turn:
                    return await caller.update_person(
                        person_id=ada.id, children=children, options=seen
                    )

            outcomes = await asyncio.gather(*map(one, range(1, 6)), return_exceptions=True)
        won = [o.children for o in outcomes if isinstance(o, Person)]
        assert won == [(await book.get_person(person_id=ada.id)).children]
        assert set(book.tags) == {seen.if_match}
        return list(map(_result, outcomes)), len(book.tags), book

    results, calls, book = host.run(change())
    assert sorted(map(str, results)) == sorted(map(str, ["done", *[PreconditionFailed] * 4]))
    assert (calls, book.most) == (1, 1)


def test_all_styles_of_one_object_share_its_locks(host: Host) -> None:
    async def change() -> tuple[list[object], int]:
        book = Slow()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        seen = CallOptions(if_match=GET_PERSON.etag_of(ada))
        async with contextlib.AsyncExitStack() as stack:
            callers = []
            for way in ASYNC:
                target = await stack.enter_async_context(served(PACKAGE, way.style, book))
                client = await stack.enter_async_context(connected(PACKAGE, way, target))
                callers.append(Caller(client))
            conditional = [
                caller.update_person(person_id=ada.id, children=number, options=seen)
                for number, caller in enumerate(callers, 1)
            ]
            free = [caller.update_person(person_id=ada.id, nickname="A") for caller in callers]
            outcomes = await asyncio.gather(*conditional, *free, return_exceptions=True)
        return list(map(_result, outcomes)), book.most

    results, most = host.run(change())
    assert most == 1
    # A change without a condition may come first; then no tag holds any more.
    assert results[: len(ASYNC)].count("done") <= 1
    assert results[len(ASYNC) :] == ["done"] * len(ASYNC)


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_other_resources_do_not_wait(way: Way, host: Host) -> None:
    class Both(AddressBook):
        async def update_person(self, **values: Any) -> Person:
            nonlocal running
            running += 1
            await until(lambda: running == 2)
            return await super().update_person(**values)

    running = 0

    async def change() -> int:
        book = Both()
        people = [
            await book.add_person(name=name, email=f"{name}@example.org") for name in ("a", "b")
        ]
        async with reached(PACKAGE, way, book) as caller:
            await asyncio.gather(
                *(caller.update_person(person_id=one.id, children=1) for one in people)
            )
        return running

    assert host.run(change()) == 2


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_a_def_whose_caller_has_gone_is_waited_for_all_the_same(way: Way, host: Host) -> None:
    ended = threading.Event()

    class Stubborn(AddressBook):
        def update_person(self, *, children: int, **values: Any) -> Person:  # type: ignore[override]
            if children == 1:
                started.set()
                gate.passed_by_thread()
                ended.set()
            seen.append((children, ended.is_set()))
            return asyncio.run(AddressBook.update_person(self, children=children, **values))

    seen: list[tuple[int, bool]] = []
    started, gate = threading.Event(), Gate()

    async def change() -> Code:
        book = Stubborn()
        ada = await book.add_person(name="Ada", email="ada@example.org")

        async def first(seconds: float) -> object:
            short = CallOptions(timeout=seconds)
            return await caller.update_person(person_id=ada.id, children=1, options=short)

        async with reached(PACKAGE, way, book) as caller:
            with gate.shut():
                code = await given_up(first, ServiceError, started.is_set)
                # It waits for the lock, or would be done by now.
                other = asyncio.create_task(caller.update_person(person_id=ada.id, children=2))
                await until(lambda: other.done() or waiting(book))
            await other
        return code.code

    assert host.run(change()) is Code.DEADLINE_EXCEEDED
    assert seen == [(1, True), (2, True)]


def waiting(book: AddressBook) -> int:
    """How many calls wait for the lock of a resource."""
    return sum(map(len, ResourceLocks.of(book)._waiting.values()))


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_a_deadline_holds_while_a_call_waits_for_its_turn(way: Way, host: Host) -> None:
    gate = Gate()

    class Stuck(AddressBook):
        async def update_person(self, **values: Any) -> Person:
            started.set()
            await gate.passed()
            return await super().update_person(**values)

    async def change() -> tuple[Code, int]:
        book = Stuck()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        waited = False

        async def second(seconds: float) -> object:
            nonlocal waited
            short = CallOptions(timeout=seconds)
            call = asyncio.create_task(
                caller.update_person(person_id=ada.id, children=2, options=short)
            )
            await until(lambda: call.done() or waiting(book))
            waited = waiting(book) > 0
            return await call

        async with reached(PACKAGE, way, book) as caller:
            with gate.shut():
                first = asyncio.create_task(caller.update_person(person_id=ada.id, children=1))
                await started.wait()
                late = await given_up(second, ServiceError, lambda: waited)
                # The server may take notice a moment after its caller.
                await until(lambda: not waiting(book))
                assert not first.done()
            await first
        return late.code, (await book.get_person(person_id=ada.id)).children

    started = asyncio.Event()
    assert host.run(change()) == (Code.DEADLINE_EXCEEDED, 1)


def test_gateways_in_one_process_do_not_wait_for_themselves(host: Host) -> None:
    async def change() -> list[int]:
        book = Slow()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        behind: object = book
        async with contextlib.AsyncExitStack() as stack:
            for way in [*ASYNC, *ASYNC]:
                target = await stack.enter_async_context(served(PACKAGE, way.style, behind))
                behind = await stack.enter_async_context(connected(PACKAGE, way, target))
            changes = (
                behind.update_person(person_id=ada.id, children=number)  # type: ignore[attr-defined]
                for number in range(5)
            )
            done = await asyncio.gather(*changes)
        assert book.most == 1
        return sorted(person.children for person in done)

    assert host.run(change(), within=30) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_a_method_may_call_another_write_of_the_same_resource(way: Way, host: Host) -> None:
    class Thorough(Slow):
        async def remove_person(self, *, person_id: UUID) -> None:
            await self.update_person(person_id=person_id, nickname=None)
            await super().remove_person(person_id=person_id)

    async def change() -> bool:
        book = Thorough()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        async with reached(PACKAGE, way, book) as caller:
            await caller.remove_person(person_id=ada.id)
        return True

    assert host.run(change(), within=20)


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_a_write_across_processes_is_the_services_own_condition(way: Way, host: Host) -> None:
    class Database(AddressBook):
        """Where another process has changed the row between the check and the write."""

        async def update_person(self, **values: Any) -> Person:
            wanted = current_call().if_match
            assert values
            if wanted is not None and wanted != '"the tag in the database"':
                raise PreconditionFailed
            return await super().update_person(**values)

    async def change() -> type[BaseException]:
        book = Database()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        seen = CallOptions(if_match=GET_PERSON.etag_of(ada))
        async with reached(PACKAGE, way, book) as caller:
            with pytest.raises(ServiceError) as caught:
                await caller.update_person(person_id=ada.id, children=1, options=seen)
        return type(caught.value)

    assert host.run(change()) is PreconditionFailed


def test_locks_are_gone_when_nobody_uses_them(host: Host) -> None:
    async def change() -> int:
        book = Slow()
        people = [await book.add_person(name=f"{n}", email=f"{n}@example.org") for n in range(20)]
        async with reached(PACKAGE, ASYNC[0], book) as caller:
            locks = ResourceLocks.of(book)
            stale = CallOptions(if_match='"stale"')
            calls = [
                caller.update_person(person_id=one.id, children=1, options=options)
                for one in people
                for options in (CallOptions(), stale, CallOptions(timeout=0.02))
            ]
            await asyncio.gather(*calls, return_exceptions=True)
            assert ResourceLocks.of(book) is locks
            await until(lambda: not len(locks))
            return len(locks)

    assert host.run(change()) == 0


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_gateway_passes_on_what_its_caller_asks_but_no_credentials(way: Way, host: Host) -> None:
    class Curious(AddressBook):
        async def get_person(self, *, person_id: UUID) -> Person:
            seen.append(current_call())
            return await super().get_person(person_id=person_id)

    seen: list[Any] = []
    asked = CallOptions(
        timeout=20,
        headers={"Authorization": "Bearer secret"},
        idempotency_key="k",
        if_none_match='"x"',
    )

    async def read() -> None:
        book = Curious()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        async with (
            served(PACKAGE, way.style, book) as target,
            connected(PACKAGE, way, target) as behind,
            reached(PACKAGE, Way("rest", "async"), behind) as caller,
        ):
            await caller.get_person(person_id=ada.id, options=asked)

    host.run(read())
    [call] = seen
    assert (call.idempotency_key, call.if_none_match) == ("k", '"x"')
    assert 0 < call.remaining() <= 20
    assert "authorization" not in call.headers


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_no_update_is_lost_through_a_gateway_either(way: Way, host: Host) -> None:
    async def change() -> list[object]:
        book = Slow()
        ada = await book.add_person(name="Ada", email="ada@example.org")
        seen = CallOptions(if_match=GET_PERSON.etag_of(ada))
        async with (
            served(PACKAGE, way.style, book) as target,
            connected(PACKAGE, way, target) as direct,
            reached(PACKAGE, Way("rest", "async"), direct) as gateway,
        ):
            changes = [
                caller.update_person(person_id=ada.id, children=number, options=seen)
                for number, caller in enumerate([gateway, direct] * 3, 1)
            ]
            outcomes = await asyncio.gather(*changes, return_exceptions=True)
        return list(map(_result, outcomes))

    results = host.run(change())
    assert results.count("done") == 1
    assert results.count(PreconditionFailed) == 5
