"""What stands before the method of an operation: hooks, the outermost first, then who calls."""

from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any

from .auth.authenticate import Authenticate
from .auth.evidence import Evidence
from .auth.judge import Judge, judge_of
from .call import CURRENT, Call
from .hooks import Hook, chained, checked_hooks
from .masking import leaving
from .operation import Operation
from .results import Results


class Guard:
    """What every call of one operation passes on its way in, and its result on the way out."""

    def __init__(
        self,
        op: Operation[Any],
        judge: Judge | None,
        hooks: Sequence[Hook],
    ) -> None:
        self._op = op
        self._judge = judge
        self._hooks = checked_hooks(hooks)

    @classmethod
    def of(
        cls,
        op: Operation[Any],
        style: str,
        authenticate: Authenticate | None,
        hooks: Sequence[Hook],
    ) -> "Guard | None":
        """The guard of an operation; None where there is nothing to pass."""
        judge = judge_of(op, style, authenticate)
        return cls(op, judge, hooks) if judge is not None or hooks else None

    @property
    def alone(self) -> Judge | None:
        """The judge, where there are no hooks: then it may be asked before all the rest."""
        return None if self._hooks else self._judge

    async def run(
        self,
        call: Call,
        evidence: Evidence,
        work: Callable[[], Awaitable[Any]],
    ) -> Any:
        """Let a call pass, and give the result; raises only what may leave the server.

        evidence: what the request says of its caller. work: reads the rest of it, and calls the
        method. What hooks give or raise in place of what it gave or raised is held to the contract
        as a service is.
        """
        passage = _Passage(self._judge, call, evidence, work)
        token = CURRENT.set(call)
        failure: BaseException | None = None
        try:
            if not self._hooks:
                return await passage()
            result = await chained(self._hooks, call, passage)()
            if result is passage.result and passage.failure is None:
                return result
        except BaseException as error:
            if error is passage.failure:
                raise
            failure = leaving(self._op, error)
            if failure is error:
                raise
            raise failure from error
        finally:
            # A failure's traceback holds this frame, and the frame the whole input.
            failure = passage.failure = None
            CURRENT.reset(token)
        return self._results.checked(result, call)

    @cached_property
    def _results(self) -> Results:
        return Results(self._op)


_NOTHING: Any = object()


class _Passage:
    """The way of one call behind its hooks, and what came of it."""

    __slots__ = ("_call", "_evidence", "_judge", "_work", "failure", "result")

    def __init__(
        self,
        judge: Judge | None,
        call: Call,
        evidence: Evidence,
        work: Callable[[], Awaitable[Any]],
    ) -> None:
        self._judge = judge
        self._call = call
        self._evidence = evidence
        self._work = work
        self.result = _NOTHING
        self.failure: BaseException | None = None

    async def __call__(self) -> Any:
        try:
            if self._judge is not None:
                await self._judge(self._call, self._evidence)
            self.result = result = await self._work()
        except BaseException as error:
            self.failure = error
            raise
        return result
