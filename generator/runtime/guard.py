"""What stands before the method of an operation: hooks, the outermost first, then who calls."""

from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property, partial
from typing import Any

import msgspec

from .auth.authenticate import Authenticate
from .auth.evidence import Evidence
from .auth.judge import Judge, judge_of
from .bodies import stored
from .call import CURRENT, Call
from .hook import Hook
from .hooks import chained, checked_hooks, twice, unobserved
from .masking import leaving
from .operation import Operation
from .results import Results
from .streams.behind_hooks import Kept, Observed, Replaced
from .streams.target import piece


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
        self._streams = op.gives is not None
        # Whether anybody looks at what a request says of its caller.
        self.looks = judge is not None

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
        evidence: Evidence | None,
        work: Callable[[], Awaitable[Any]],
    ) -> Any:
        """Let a call pass, and give the result; raises only what may leave the server.

        evidence: what the request says of its caller, where somebody ``looks``. work: reads the
        rest of it, and calls the method. What hooks give or raise in place of what it gave or
        raised is held to the contract as a service is.
        """
        if not self._hooks:
            assert self._judge is not None and evidence is not None
            await self._judge(call, evidence)
            return await work()
        passage = _Passage(self._judge, call, evidence, work, self._streams)
        token = CURRENT.set(call)
        failure: BaseException | None = None
        try:
            result = await chained(self._hooks, call, passage)
            if result is passage.result:
                return result
            if self._streams and unobserved(result) is passage.result:
                return Observed(result, passage.result)
            if self._streams:
                return self._replaced(result, passage.result, call)
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

    def _replaced(self, result: Any, original: Any, call: Call) -> Any:
        """The stream that a hook gives in place of another."""
        op = self._op
        assert op.gives is not None
        check = piece if op.gives.chunks else partial(self._results.checked, call=call)
        body = stored(result) if op.gives.chunks else None
        items = result if body is None else body.pieces()
        if hasattr(items, "__aiter__"):
            return Replaced(items, original, check, partial(leaving, op), body)
        found = type(result).__name__
        text = f"a hook of {op.name} gave a {found}, not an async iterator of items"
        raise TypeError(text)

    @cached_property
    def _results(self) -> Results:
        return Results(self._op)


_NOTHING: Any = object()


# One for every call: a msgspec Struct is made in a fifth of the time.
class _Passage(msgspec.Struct):
    """The way of one call behind its hooks, once, and what came of it."""

    judge: Judge | None
    call: Call
    evidence: Evidence | None
    work: Callable[[], Awaitable[Any]]
    streams: bool
    begun: bool = False
    result: Any = _NOTHING
    failure: BaseException | None = None

    async def __call__(self) -> Any:
        if self.begun:
            raise twice()
        self.begun = True
        try:
            if self.judge is not None and self.evidence is not None:
                await self.judge(self.call, self.evidence)
            result = await self.work()
        except BaseException as error:
            self.failure = error
            raise
        if self.streams and hasattr(result, "__anext__"):
            result = Kept(result)
        self.result = result
        return result
