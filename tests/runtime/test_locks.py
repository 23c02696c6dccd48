"""Locks of resources: in the order of coming, across event loops, gone when nobody needs them."""

import asyncio
import gc
import threading

import pytest

from generator.runtime import locks as module
from generator.runtime.locks import HELD, ResourceLocks


class Service:
    """Not hashable, as a dataclass is not."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ()


def test_one_object_has_its_locks_for_as_long_as_somebody_keeps_them() -> None:
    service = Service()
    locks = ResourceLocks.of(service)
    assert ResourceLocks.of(service) is locks
    assert ResourceLocks.of(Service()) is not locks
    identity = id(service)
    del locks
    gc.collect()
    assert identity not in module._KNOWN


def test_turns_come_in_the_order_of_coming_and_leave_nothing_behind() -> None:
    locks, order = ResourceLocks(Service()), []

    async def write(number: int) -> None:
        hold = await locks.acquire("a")
        order.append(number)
        await asyncio.sleep(0)
        hold.release()

    async def scenario() -> None:
        tasks = [asyncio.create_task(write(number)) for number in range(8)]
        await asyncio.sleep(0)
        tasks[3].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(scenario())
    assert order == [0, 1, 2, 4, 5, 6, 7]
    assert len(locks) == 0


def test_a_turn_that_comes_together_with_a_cancellation_is_handed_on() -> None:
    locks = ResourceLocks(Service())

    async def scenario() -> None:
        for steps in range(4):
            first = await locks.acquire("a")
            second = asyncio.create_task(locks.acquire("a"))
            await asyncio.sleep(0)
            third = asyncio.create_task(locks.acquire("a"))
            await asyncio.sleep(0)
            first.release()
            for _ in range(steps):
                await asyncio.sleep(0)
            if second.cancel():
                with pytest.raises(asyncio.CancelledError):
                    await second
            else:
                second.result().release()
            (await asyncio.wait_for(third, 30)).release()
            assert len(locks) == 0

    asyncio.run(scenario())


def test_who_comes_out_of_a_call_that_holds_a_lock_does_not_wait_for_it() -> None:
    locks = ResourceLocks(Service())

    async def scenario() -> None:
        hold = await locks.acquire("a")
        HELD.set((hold,))
        again = await asyncio.wait_for(locks.acquire("a"), 30)
        assert again is hold
        again.release()
        assert len(locks) == 1
        other = await locks.acquire("b")
        other.release()
        hold.release()
        assert len(locks) == 0
        # A task that outlives the call that it came out of has to take its turn.
        late = await locks.acquire("a")
        assert late is not hold
        late.release()

    asyncio.run(scenario())


def test_event_loops_in_several_threads_share_them() -> None:
    locks = ResourceLocks(Service())
    running = most = done = 0

    async def write() -> None:
        nonlocal running, most, done
        hold = await locks.acquire("a")
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.0005)
        running -= 1
        done += 1
        hold.release()

    async def several() -> None:
        await asyncio.gather(*(write() for _ in range(25)))

    threads = [threading.Thread(target=asyncio.run, args=(several(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (most, done, len(locks)) == (1, 100, 0)
