"""Puts a proxy in front of generated servers, and makes the clients that call through it."""

import asyncio
import contextlib
import functools
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.building.in_memory import Package
from generator.building.trial import Trial
from generator.compare.timing.process import MeasureError, ServerProcess
from generator.deploy import running
from generator.deploy.callers import target, transport_of, trusting
from generator.deploy.deploy import Deployment, deployment
from generator.deploy.front import Way, front
from generator.deploy.parameter import tried, values
from generator.deploy.running import NotStarted, Proxy
from generator.deploy.servers import option
from generator.deploy.target import Runs, Target
from generator.deploy.tls import LISTEN
from generator.diagnostics import Problems, Severity
from generator.styles.route import Transport
from generator.styles.style import AnyStyle

# The end of its standard input is the end of who holds the other side of the pipe.
_WATCH = "import os, signal, sys; sys.stdin.read(); os.kill(int(sys.argv[1]), signal.SIGTERM)"

# Where one server listens, by transport.
Addresses = Mapping[Transport, str]


def addresses(trial: Trial, server: ServerProcess) -> Addresses:
    """Where a server listens, by transport."""
    return {
        transport_of(style): server.targets[style.name].removeprefix("http://").partition("/")[0]
        for style in trial.styles
    }


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What configures one proxy for a contract, and where its clients come from."""

    trial: Trial
    package: Package
    target: Target

    @functools.cached_property
    def ways(self) -> Mapping[tuple[str, str], Way]:
        """How each operation comes in, by its name and the style's."""
        made = front([self.trial.bound], Problems())
        return {
            (operation.name.text, way.style.name): way
            for service in made.services
            for way in service.ways
            for operation in way.operations
        }

    @contextlib.asynccontextmanager
    async def running(self, servers: Sequence[Addresses]) -> AsyncIterator[Proxy]:
        """Run the proxy in front of servers while the block runs; raises MeasureError.

        It starts and ends in a thread: relays in this loop may have to answer its health checks.
        """
        context = self._running(servers)
        entering = asyncio.create_task(asyncio.to_thread(context.__enter__))
        try:
            proxy = await asyncio.shield(entering)
        except asyncio.CancelledError:
            await asyncio.wait([entering])
            if entering.exception() is None:
                await asyncio.to_thread(context.__exit__, None, None, None)
            raise
        try:
            yield proxy
        finally:
            ending = asyncio.create_task(asyncio.to_thread(context.__exit__, None, None, None))
            await asyncio.wait([ending])
            ending.result()

    def check(self) -> None:
        """Raise MeasureError where the proxy is not installed, or cannot carry the contract."""
        assert isinstance(self.target, Runs)
        missing = self.target.missing()
        if missing:
            raise MeasureError(f"to measure through {self.target.title}, install {missing}")
        self._deployment(running.free_address(), ())

    @contextlib.contextmanager
    def _running(self, servers: Sequence[Addresses]) -> Iterator[Proxy]:
        assert isinstance(self.target, Runs)
        with tempfile.TemporaryDirectory(prefix="gen-through-") as name:
            folder, address = Path(name), running.free_address()
            _write(self._deployment(address, servers), folder)
            try:
                with (
                    running.started(self.target, folder, address) as proxy,
                    _ended_with_us(proxy.process.pid),
                ):
                    yield proxy
            except (NotStarted, FileNotFoundError) as error:
                raise MeasureError(str(error)) from error

    def _deployment(self, address: str, servers: Sequence[Addresses]) -> Deployment:
        given = tried(self.target.parameters) | {LISTEN.name: [address]}
        for server in servers:
            for transport, where in server.items():
                given.setdefault(option(transport).name, []).append(where)
        problems = Problems()
        made = front([self.trial.bound], problems)
        contracts = [self.trial.api.folder]
        found = values(self.target.parameters, given, contracts, problems)
        files = deployment(self.target, made, found, problems)
        if problems.failed:
            wrong = (one for one in problems if one.severity is Severity.ERROR)
            reasons = "; ".join(one.message for one in wrong)
            raise MeasureError(f"{self.target.title} cannot carry this contract: {reasons}")
        return files

    def client(self, style: AnyStyle, proxy: Proxy) -> Any:
        """A generated client that calls through the proxy, to be entered."""
        where = target(style, proxy.address, encrypted=True)
        return self._made(style, where, **trusting(style, proxy.certificate))

    def direct(self, style: AnyStyle, port: int) -> Any:
        """A generated client of what listens at a port of this machine, without encryption."""
        return self._made(style, target(style, f"127.0.0.1:{port}", encrypted=False))

    def _made(self, style: AnyStyle, where: str, **options: Any) -> Any:
        module = self.package.load(f"{self.trial.api.folder}.{style.name}.client")
        return module.AsyncClient(where, **options)


@contextlib.contextmanager
def _ended_with_us(pid: int) -> Iterator[None]:
    """End a process even if this one is killed and cannot."""
    watch = [sys.executable, "-I", "-S", "-c", _WATCH, str(pid)]
    watcher = subprocess.Popen(watch, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        watcher.kill()
        watcher.communicate()


def short_lived(trial: Trial, seconds: int) -> Trial:
    """The same contract, with no answer fresh for longer than this."""
    api = trial.api
    operations = {
        key: operation
        if operation.cache is None
        else replace(
            operation,
            cache=replace(operation.cache, max_age=min(operation.cache.max_age, seconds)),
        )
        for key, operation in api.operations.items()
    }
    changed = replace(api, operations=operations)
    bindings = tuple(
        (style, style.bind(changed, trial.bound.described, Problems()))
        for style, _ in trial.bound.bindings
    )
    return Trial(bound=replace(trial.bound, api=changed, bindings=bindings))


def _write(made: Deployment, folder: Path) -> None:
    for file in made.files:
        _put(folder / file.path, file.content)
    for one in made.once:
        for path, content in zip(one.paths, one.make(), strict=True):
            _put(folder / path, content)


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
