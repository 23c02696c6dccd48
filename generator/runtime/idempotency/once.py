"""Serves a call with an Idempotency-Key once, and gives its answer again to those that repeat it.

The method runs on when its caller has gone, so that the next attempt finds what it came to: within
the deadline of the call, or `AFTER_CALLER` where it has none.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import msgspec

from ..call import Call
from ..codes import Code
from ..errors import KeyInUse, KeyReused, ServiceError
from ..masking import masked
from ..operation import Operation
from ..shutdown import stopping
from .header import HEADER
from .keys import digest_of, parse_key, place_of
from .record import Record, Records, read, write
from .store import IdempotencyStore

logger = logging.getLogger(__name__)

# Seconds after which the key of a worker that died is free again.
LEASE = 30.0
# Seconds that a method without a deadline may go on when its caller has gone.
AFTER_CALLER = 60.0

Work = Callable[[dict[str, Any], Call], Awaitable[Any]]


class Once:
    """The calls of one operation that carry a key."""

    def __init__(self, op: Operation[Any], store: IdempotencyStore) -> None:
        self._op = op
        self._store = store
        self._records = Records(op)

    async def serve(self, arguments: dict[str, Any], call: Call, work: Work) -> Any:
        """What ``work`` comes to, now or when it was done for the same key.

        arguments: of the method, checked. Raises what may leave the server, as ``work`` does:
        KeyReused for another input, KeyInUse while the first call runs.
        """
        key = parse_key(call.headers[HEADER])
        place = place_of(self._op.schema.contract, self._op.name, call.principal, key)
        record = self._records.begin(digest_of(arguments, key))
        task = asyncio.create_task(self._run(place, record, arguments, call, work))
        try:
            # What runs in a thread goes on to its end, whatever its deadline.
            async with asyncio.timeout(call.remaining()):
                return await asyncio.shield(task)
        except TimeoutError:
            task.add_done_callback(_seen)
            text = "The deadline passed."
            raise ServiceError(text, code=Code.DEADLINE_EXCEEDED) from None
        except asyncio.CancelledError:
            if task.cancelled():  # and not this call
                raise stopping() from None
            task.add_done_callback(_seen)
            if call.deadline is None:
                task.get_loop().call_later(AFTER_CALLER, _end, task, call)
            raise

    async def _run(
        self,
        place: str,
        record: Record,
        arguments: dict[str, Any],
        call: Call,
        work: Work,
    ) -> Any:
        """One attempt, which outlives its caller."""
        mine = write(record)
        try:
            found = await self._store.add(place, mine, LEASE)
        except ServiceError:
            raise
        except Exception:  # noqa: BLE001
            self._log_failure()
            text = "The store of idempotency keys does not answer."
            raise ServiceError(text, code=Code.UNAVAILABLE, retry_after=1) from None
        if found is not None:
            return self._again(read(found), record)
        outcome: Record | None = None
        try:
            with self._renewed(place, mine):
                result = await work(arguments, call)
        except ServiceError as error:
            outcome = self._records.with_error(record, error)
            raise
        else:
            outcome = self._records.with_result(record, result)
            return result
        finally:
            await self._keep(place, mine, outcome)

    def _again(self, found: Record, record: Record) -> Any:
        """What is answered to a call whose key is known."""
        if found.input != record.input:
            raise KeyReused
        if found.runs:
            raise KeyInUse
        try:
            return self._records.answer(found)
        except (msgspec.MsgspecError, ValueError) as error:
            raise masked(self._op, error) from error

    async def _keep(self, place: str, mine: bytes, outcome: Record | None) -> None:
        """Store what a call came to; without that, its key is free again."""
        store = self._store
        try:
            if outcome is None:
                await store.remove(place, mine)
            elif not await store.replace(place, mine, write(outcome), store.expiry):
                text = "%s: another call took the key of one that was running"
                logger.error(text, self._op.name)
        except Exception:  # noqa: BLE001
            self._log_failure()

    def _log_failure(self) -> None:
        logger.exception("%s: the store of idempotency keys failed", self._op.name)

    @contextlib.contextmanager
    def _renewed(self, place: str, mine: bytes) -> Iterator[None]:
        """Keep others from the key for as long as the block runs."""

        async def renew() -> None:
            while True:
                with contextlib.suppress(Exception):
                    await self._store.replace(place, mine, mine, LEASE)
                await asyncio.sleep(LEASE / 3)

        def begin() -> None:
            tasks.append(loop.create_task(renew()))

        tasks: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        timer = loop.call_later(LEASE / 3, begin)
        try:
            yield
        finally:
            timer.cancel()
            for task in tasks:
                task.cancel()


def _end(task: "asyncio.Task[Any]", call: Call) -> None:
    """A call without a deadline has one now."""
    call.deadline = time.monotonic()
    task.cancel()


def _seen(task: "asyncio.Task[Any]") -> None:
    """Nobody waits for it any more, so that nobody is told what it raised."""
    if not task.cancelled():
        task.exception()
