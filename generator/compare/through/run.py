"""Measures what a real proxy does between generated clients and two generated servers."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Protocol

import msgspec

from generator.building.in_memory import importable
from generator.building.trial import Trial
from generator.compare.through.alternating import alternations
from generator.compare.through.caching import FRESH, Caching
from generator.compare.through.losing import Losing
from generator.compare.through.spreading import shares
from generator.compare.through.stand import Stand, addresses, short_lived
from generator.compare.timing.intermediary import Absent, Intermediary, Loss, Share
from generator.compare.timing.plan import plan
from generator.compare.timing.process import emitted, started
from generator.deploy import registry


class Listener(Protocol):
    """Whoever wants to know how far it is."""

    def at(self, share: float, what: str) -> None:
        """How much is done, and what comes now."""


class _Unwatched:
    def at(self, share: float, what: str) -> None:
        """Nobody wants to know."""


def run(
    trial: Trial,
    proxy: str,
    *,
    operations: Sequence[str] | None = None,
    progress: Listener | None = None,
) -> Intermediary:
    """Run the proxy of a target (its name) in front of a contract's servers, and see.

    operations: names, all of them when None. Raises MeasureError when something does not start or
    dies unasked; no process and no folder outlives this call.
    """
    listener = progress or _Unwatched()
    target = registry.target(proxy)
    trial = short_lived(trial, FRESH)
    with contextlib.ExitStack() as stack:
        package = stack.enter_context(importable(trial.files))
        stand = Stand(trial=trial, package=package, target=target)
        stand.check()
        planned = plan(trial, package, operations)
        folder = stack.enter_context(emitted(trial.files, msgspec.json.encode(planned.answers)))
        names = [style.name for style in trial.styles]
        # Two that live, and one for each style that is killed.
        titles = ["first", "second", *(f"to be killed, {name}" for name in names)]
        servers = [
            stack.enter_context(
                started(folder, trial.api.folder, names, title, asks=planned.asks, watched=True)
            )
            for title in titles
        ]
        places = [addresses(trial, server) for server in servers]

        async def seen() -> Intermediary:
            listener.at(0.0, "what a cache answers")
            stored = await Caching(stand, planned.tasks, servers[:2]).seen(places[:2])
            listener.at(0.4, "who gets the calls")
            spread = await shares(stand, planned.tasks, servers[:2], places[:2])
            losses: list[Loss | Absent] = []
            for number, style in enumerate(trial.styles):
                listener.at(0.5 + 0.3 * number / len(names), f"a lost server, {style.title}")
                pair, where = (servers[0], servers[2 + number]), (places[0], places[2 + number])
                losses += await Losing(stand, style, planned.tasks, pair, where).seen()
            listener.at(0.8, "two servers in turn")
            return Intermediary(
                proxy=proxy,
                title=target.title,
                fresh=FRESH,
                stored=stored,
                shares=tuple(one for one in spread if isinstance(one, Share)),
                losses=tuple(one for one in losses if isinstance(one, Loss)),
                alternations=await alternations(trial, operations),
                absent=tuple(one for one in (*spread, *losses) if isinstance(one, Absent)),
            )

        return asyncio.run(seen())
