"""Runs the clients of one version against the servers of another, with each one's examples."""

import asyncio
import itertools
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from generator.building.readme.calls import NO_VALUE, ClientCall
from generator.building.trial import Trial
from generator.compare.evolving.result import Direction
from generator.compare.evolving.sides import Side
from generator.emit.python.code import member
from generator.model import Api, Operation
from generator.model.matches import matched
from generator.runtime.errors import ServiceError

_WITHIN = 10  # seconds for a call
_MOST = 100  # items that are read of a stream
_PLAIN = (str, int, float, bool, bytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of an operation; tried: there was a call that works where nothing changes.

    why: why a call failed; "" where all of them work; without a try, why there was none.
    """

    tried: bool
    why: str = ""


Pair = tuple[Operation | None, Operation | None]
Pairs = tuple[Pair, ...]
Key = tuple[str, str, str, Direction]  # the old and new name of an operation, a style


def pairs(old: Api, new: Api) -> Pairs:
    """The operations of two versions, by name and ``renamed_from``, in the order of the new one."""
    found = matched(old.operations, new.operations)
    return tuple((match.old, match.new) for match in found)


def names(pair: Pair) -> tuple[str, str]:
    """The old and the new name of an operation, "" where there is none."""
    old, new = ("" if one is None else one.name.text for one in pair)
    return old, new


def run(old: Trial, new: Trial, operations: Pairs) -> Mapping[Key, Seen]:
    """What became of every operation, in every style that both have, in both directions."""
    with ExitStack() as stack:
        sides = [Side(trial, stack.enter_context(trial.package())) for trial in (old, new)]
        return asyncio.run(_run(sides[0], sides[1], operations))


async def _run(old: Side, new: Side, operations: Pairs) -> dict[Key, Seen]:
    found: dict[Key, Seen] = {}
    known = {style.name for style in old.trial.styles}
    async with old.serving(), new.serving():
        for style in (style.name for style in new.trial.styles if style.name in known):
            for direction in Direction:
                client, server = (old, new) if direction is Direction.OLD else (new, old)
                async with (
                    client.client(style, client.targets[style]) as same,
                    client.client(style, server.targets[style]) as other,
                ):
                    for pair in operations:
                        own, its = pair if direction is Direction.OLD else pair[::-1]
                        tries = _Tries(client, server, style, own, its)
                        found[*names(pair), style, direction] = await tries.run(same, other)
    return found


class _Tries:
    """The calls of one operation in one style; ``its``: the operation at the other side."""

    def __init__(
        self, client: Side, server: Side, style: str, own: Operation | None, its: Operation | None
    ) -> None:
        self._client, self._server, self._style = client, server, style
        self._own, self._its = own, its

    async def run(self, same: Any, other: Any) -> Seen:
        """Make each call of the examples twice, to both servers."""
        own = self._own
        if own is None:
            return Seen(tried=False, why="its clients do not have it")
        facts = self._client.calls.descriptions[self._style].facts(own)
        if not facts.carried:
            return Seen(tried=False, why=facts.not_carried)
        try:
            calls = self._client.calls.of(own)
        except NO_VALUE:
            return Seen(tried=False, why="no example follows from the contract")
        tried = False
        for call in calls:
            if self._client.calls.request(own, self._style, call.arguments, call.items) is None:
                continue
            expected = await self._call(same, self._client, own, call)
            wanted = "" if call.example is None else call.example.error or ""
            if expected[0] != wanted.rpartition(".")[2]:
                continue  # it does not work where nothing has changed either
            if wanted and not self._has_error(wanted):
                continue
            tried = True
            ended, said = await self._call(other, self._server, self._its, call)
            if ended != expected[0]:
                return Seen(tried=True, why=said or "an answer comes where an error should")
            lost = next(self._lost(call), "") if not ended else ""
            if lost:
                return Seen(tried=True, why=lost)
        return Seen(tried=tried, why="" if tried else "no example works by itself")

    def _has_error(self, name: str) -> bool:
        return self._its is None or name in self._server.api.errors

    async def _call(
        self, running: Any, side: Side, operation: Operation | None, call: ClientCall
    ) -> tuple[str, str]:
        """How a call ended: the name of the error's class, "" for an answer; and what it says."""
        side.seen = None
        if operation is not None:
            self._prepare(side, operation, call)
        assert self._own is not None
        arguments = dict(call.arguments)
        if self._own.incoming is not None:
            arguments[member(self._own.incoming)] = _each(call.items)
        try:
            async with asyncio.timeout(_WITHIN):
                result = getattr(running, self._client.calls.method(self._own))(**arguments)
                if self._own.stream_output:
                    async for _ in _first(result):
                        pass
                else:
                    await result
        except ServiceError as error:
            return type(error).__name__, _told(error)
        except TimeoutError:
            return "TimeoutError", "no answer comes"
        except Exception as error:  # whatever a client makes of an answer that it cannot read
            return type(error).__name__, f"{type(error).__name__}: {error}"
        return "", ""

    def _prepare(self, side: Side, operation: Operation, call: ClientCall) -> None:
        """Let a service answer with its own example of the same name, or fail as it says."""
        example = call.example
        name = "" if example is None else example.name
        own = next((one for one in operation.examples if one.name == name), None)
        outcome = None
        if example is not None and example.error is not None:
            outcome = side.answers.error(example.error, own or example)
        elif own is not None and own.error is not None:
            own = None
        side.answers.begin(operation, own, outcome)

    def _lost(self, call: ClientCall) -> Iterator[str]:
        """What the server does not get, or gets otherwise, although the call succeeds."""
        seen = self._server.seen
        if seen is None or self._own is None or self._its is None:
            return
        renamed = self._renamed()
        for name, value in call.arguments.items():
            if name == "options":
                continue
            there = renamed.get(name, name)
            if there not in seen:
                yield f"the server does not get '{name}', and says nothing"
            elif _differ(value, seen[there]):
                yield f"'{name}' arrives as {seen[there]!r} and not as {value!r}"

    def _renamed(self) -> Mapping[str, str]:
        """The names of parameters at the other side, by those here, where they differ."""
        assert self._own is not None and self._its is not None
        old = self._client.api.request(self._own).fields
        new = self._server.api.request(self._its).fields
        there = {field.renamed_from: member(field.name) for field in new if field.renamed_from}
        back = {field.name.text: field.renamed_from for field in old if field.renamed_from}
        by_text = {field.name.text: member(field.name) for field in new}
        return {
            member(field.name): there.get(text)
            or by_text.get(back.get(text) or "")
            or by_text[text]
            for field in old
            for text in [field.name.text]
            if text in there or back.get(text) in by_text
        }


def _differ(sent: Any, got: Any) -> bool:
    """Whether a plain value is another one; those of other types were converted."""
    return isinstance(sent, _PLAIN) and type(sent) is type(got) and bool(sent != got)


async def _each(items: tuple[Any, ...]) -> Any:
    for item in items:
        yield item


async def _first(items: Any) -> Any:
    count = itertools.count(1)
    async for item in items:
        yield item
        if next(count) >= _MOST:
            return


def _told(error: ServiceError) -> str:
    details = "; ".join(f"{one.pointer} {one.detail}" for one in error.violations)
    return " ".join(f"{error.code.value}: {details or error.message}".split())
