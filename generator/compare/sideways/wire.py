"""Turns inputs into exchanges: requests of the clients' codecs, answers of the servers, in memory.

Both are the emitted ones, imported from the output tree; only what lies between them is replaced.
"""

import asyncio
import dataclasses
from collections.abc import Awaitable
from typing import Any

from generator.building.in_memory import Package
from generator.building.readme.calls import Bindings, ExampleCalls
from generator.compare.sideways.answers import ScriptedAnswers, finished
from generator.compare.sideways.shown import shown
from generator.compare.sideways.targets import local_targets
from generator.formats.readable import shortened
from generator.model import Api
from generator.styles.shown.protocol import Answer

_PATIENCE = 10  # seconds for a whole stream in memory


class WireCalls(ExampleCalls):
    """The calls of one contract, and its generated servers with ``answers`` behind them."""

    def __init__(
        self,
        api: Api,
        bindings: Bindings,
        package: Package,
        answers: ScriptedAnswers,
        secret: str | None = None,
    ) -> None:
        super().__init__(api, bindings, package, answers.if_match, secret)
        styles = [style for style, _ in bindings]
        self.targets = local_targets(styles)
        self._styles = {style.name: style for style in styles}
        self._shown = {style.name: shown(style) for style in styles}
        self._responders = {
            name: one.responder(self.load, answers.service, answers.authenticate)
            for name, one in self._shown.items()
        }

    def command(self, style: str, target: str, request: Any) -> str:
        """A request as a command for a shell; ``target`` as for a client."""
        mount = self._styles[style].hosting.mount
        if mount and getattr(request, "path", "").startswith(mount):
            target = target.removesuffix(mount)  # the request itself says it
        return self._shown[style].command(target, request)

    def answer(self, style: str, request: Any, *, streams: bool = False) -> Answer:
        """What the style's server answers to it; streams need an event loop, other calls none."""
        work = self._responders[style](request)
        answer: Answer = asyncio.run(_bounded(work)) if streams else finished(work)
        return dataclasses.replace(answer, text=shortened(answer.text))


async def _bounded(work: Awaitable[Answer]) -> Answer:
    async with asyncio.timeout(_PATIENCE):
        return await work
