"""Runs one edit: old clients against the new server and new clients against the old one."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from generator.runtime.errors import ServiceError
from tests.check.truth.edits import SIDES, Call, Edit
from tests.check.truth.hosting import Host, Served, clients, credentials
from tests.check.truth.meaning import Meaning, defaults_of
from tests.check.truth.python_code import broken_code
from tests.check.truth.script import Script, defaults
from tests.check.truth.sides import Side, made

PYTHON = "python"
# Seconds until a call that nobody ends is given up.
_WITHIN = 10


class BadEdit(AssertionError):
    """The edit does not say what it means: its calls do not work where nothing has changed."""


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What was seen in one style: "" where everything works, else what does not.

    carried: whether the style carries any call of the edit at all.
    """

    old: str = ""
    new: str = ""
    carried: bool = True


class Runner:
    """Runs edits; what several of them begin with is made and served once."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._served: dict[str, Served] = {}

    async def close(self) -> None:
        """Serve nothing any more."""
        for served in self._served.values():
            await served.stop()
            served.side.close()

    async def side(self, text: str) -> Side:
        """The side that edits begin with."""
        return (await self._base(text)).side

    async def _base(self, text: str) -> Served:
        if text not in self._served:
            served = self._served[text] = Served(made(text))
            await served.start(self._host)
        return self._served[text]

    @asynccontextmanager
    async def both(self, edit: Edit) -> AsyncIterator[dict[str, Served]]:
        """Both sides of an edit, served."""
        old = await self._base(edit.old)
        new = Served(made(edit.new, old.side.lock))
        await new.start(self._host)
        try:
            yield {"old": old, "new": new}
        finally:
            await new.stop()
            new.side.close()


async def truth(edit: Edit, sides: dict[str, Served]) -> dict[str, Truth]:
    """What an edit does to the callers of each style, and to code."""
    found = {}
    for style, _ in sides["old"].side.bound.bindings:
        found[style.name] = await _Style(edit, sides, style.name).truth()
    old, new = sides["old"].side, sides["new"].side
    return found | {PYTHON: Truth(old=_first(broken_code(edit, old, new)))}


class _Style:
    """One edit in one style."""

    def __init__(self, edit: Edit, sides: dict[str, Served], style: str) -> None:
        self._edit, self._sides, self._style = edit, sides, style
        back = {after: before for before, after in edit.same.items()}
        self._names = {"old": edit.same, "new": back}

    async def truth(self) -> Truth:
        calls = [call for call in self._edit.calls if self._carried(call, "old")]
        calls += [c for c in self._edit.calls if c not in calls and self._carried(c, "new")]
        if not calls:
            return Truth(carried=False)
        seen = {one: await self._direction(calls, one) for one in SIDES}
        return Truth(old=seen["old"], new=seen["new"])

    def _carried(self, call: Call, name: str) -> bool:
        """Whether the client of a side has this call in this style."""
        if name not in call.operation:
            return False
        return self._sides[name].side.carries(self._style, call.operation[name])

    async def _direction(self, calls: Iterable[Call], client: str) -> str:
        """What is wrong when the clients of one side call the other."""
        server = next(side for side in SIDES if side != client)
        for call in calls:
            if not self._carried(call, client):
                continue
            baseline = await self._calls(call, client, client, "")
            for ended, wrong in baseline:
                if wrong and not (call.flaky and ended):
                    text = f"{self._edit}: {call.operation[client]} in {self._style}, {client}"
                    raise BadEdit(f"{text} to {client}: {wrong}")
            for _, wrong in await self._calls(call, client, server, baseline[0][0]):
                if wrong:
                    return wrong
        return ""

    async def _calls(
        self, call: Call, client: str, server: str, ended: str
    ) -> list[tuple[str, str]]:
        """For each client of the style: with which error a call ended, and what is wrong."""
        side, served = self._sides[client].side, self._sides[server]
        shown = credentials(side, dict(self._edit.credentials.get(client, {})))
        found = []
        for made_client in clients(side, self._style, served.targets[self._style], shown):
            async with made_client as running:
                found.append(await self._call(running, call, client, server, ended))
        return found

    async def _call(
        self, running: Any, call: Call, client: str, server: str, ended: str
    ) -> tuple[str, str]:
        side, served = self._sides[client].side, self._sides[server]
        known = server in call.operation
        script = Script(served.side, server, call) if known else None
        served.script = script
        entry = side.entries[call.operation[client]]
        arguments = side.arguments(entry, dict(call.send[client]))
        options = side.load("_support").CallOptions(**call.options[client])
        try:
            method = getattr(running, entry.method)
            async with asyncio.timeout(_WITHIN):
                got = await _outcome(method(**arguments, options=options), entry)
        except ServiceError as error:
            return type(error).__name__, self._of_error(error, script, entry, client, ended, call)
        except Exception as error:
            return type(error).__name__, f"{type(error).__name__}: {error}"
        if script is None:
            return "", "answered by something else"
        if script.error is not None:
            return "", f"{type(script.error).__name__} arrives as an answer"
        return "", _first(self._wrong(script, entry, arguments, got, client, server, call))

    def _of_error(
        self,
        error: ServiceError,
        script: Script | None,
        entry: Any,
        client: str,
        ended: str,
        call: Call,
    ) -> str:
        """What is wrong with a call that ended in an error."""
        told = f"{type(error).__name__} ({error.code.name.lower()}): {error.message}"
        details = "; ".join(f"{one.pointer} {one.detail}" for one in error.violations)
        told = f"{told} {details}".strip().replace("\n", " ")
        if script is None:
            return told
        if call.flaky and ended == type(error).__name__:
            return self._repeated(script)
        if script.error is None or not script.seen:
            return told
        server = next(side for side in SIDES if side != client)
        names = Meaning(self._names[server])
        name = type(script.error).__name__
        known = entry.error(self._names[server].get(name, name)) is not None
        return _first(names.error(script.error, error, known))

    def _wrong(
        self,
        script: Script,
        entry: Any,
        arguments: dict[str, Any],
        got: Any,
        client: str,
        server: str,
        call: Call,
    ) -> Iterator[str]:
        """What arrived otherwise, there or back."""
        same = client == server
        there = Meaning({} if same else self._names[client], asked=True)
        back = Meaning({} if same else self._names[server])
        target = self._sides[server].side.entries[call.operation[server]]
        given = {
            k: v
            for k, v in defaults(entry, arguments).items()
            if k != "page_size" or k in arguments
        }
        filled = defaults_of(target.request)
        if script.seen:
            yield from there.members(given, script.seen[-1], filled, "")
        else:
            yield "the service was not asked"
        if entry.response is not None:
            yield from back.lost(script.gives, got)
        if repeated := self._repeated(script):
            yield repeated

    def _repeated(self, script: Script) -> str:
        times = len(script.seen)
        return "" if times < 2 or script.idempotent else f"the effect happens {times} times"


async def _outcome(result: Any, entry: Any) -> Any:
    if entry.gives is None:
        return await result
    items = [item async for item in result]
    return [b"".join(items)] if entry.gives.chunks else items


def _first(found: Iterable[str]) -> str:
    return next(iter(found), "")
