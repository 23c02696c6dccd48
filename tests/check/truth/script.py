"""What a service does in one call, and what it saw."""

import asyncio
from collections.abc import Mapping
from typing import Any

from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from tests.check.truth.edits import Call
from tests.check.truth.sides import Side


class Script:
    """One call on the side of the server; ``seen``: the arguments of every time it took effect."""

    def __init__(self, side: Side, name: str, call: Call) -> None:
        self.seen: list[dict[str, Any]] = []
        self._call = call
        self._fails = call.flaky
        entry = side.entries[call.operation[name]]
        self.idempotent = entry.idempotent or entry.safe
        given = call.error[name]
        self.error = None if given is None else side.error(given)
        self.gives = None if given is not None else side.answer(entry, call.answer[name])

    async def answer(self, entry: Any, arguments: dict[str, Any]) -> Any:
        """Do it."""
        if entry.takes is not None:
            items = [item async for item in arguments[entry.takes.parameter]]
            arguments = {**arguments, entry.takes.parameter: items}
        self.seen.append(arguments)
        if self._call.takes:
            await asyncio.sleep(self._call.takes)
        if self._fails:
            self._fails -= 1
            raise ServiceError("Later.", code=Code.UNAVAILABLE, retry_after=0.001)
        if self.error is not None:
            raise self.error
        return self.gives


def defaults(entry: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """All arguments of a call as its contract has them: with the defaults of what is left out."""
    from tests.check.truth.meaning import defaults_of

    taken = {entry.takes.parameter} if entry.takes is not None else set()
    return {
        name: value for name, value in defaults_of(entry.request).items() if name not in taken
    } | dict(given)
