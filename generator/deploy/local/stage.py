"""Runs what ``run.py`` names: servers and a proxy in front of them, for as long as a block runs."""

import argparse
import contextlib
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from generator.deploy import registry
from generator.deploy.deploy import DeployRequest, deploy
from generator.deploy.local.contract import Contract
from generator.deploy.local.interrupts import Interrupts
from generator.deploy.local.process import CannotRun as CannotRun
from generator.deploy.local.process import ServerProcess
from generator.deploy.parameter import tried
from generator.deploy.running import NotStarted, Proxy, free_address, started
from generator.deploy.servers import HOST, option
from generator.deploy.target import Runs
from generator.deploy.tls import LISTEN
from generator.styles.route import Transport

_FREE = "If something else listens there: --free-ports takes other addresses."
# How gen, nginx and Envoy say that, and what is said of one that does not come to listen.
_TAKEN = re.compile(r"address already in use|cannot bind|does not listen", re.IGNORECASE)
# ``gen``, with the Python that runs this program.
_GEN = ("-c", "from generator.cli import main; main()")


def arguments(about: str | None) -> argparse.Namespace:
    """The command line of ``run.py``."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--once", action="store_true", help="stop after two rounds of calls")
    parser.add_argument("--free-ports", action="store_true", help="take ports that are free now")
    return parser.parse_args()


class Stage:
    """Servers and a proxy; they end with the block, whatever ends it."""

    def __init__(
        self, *, proxy: str, folder: Path, listen: str, contracts: Sequence[Contract]
    ) -> None:
        self.contracts = tuple(contracts)
        self.listen = listen
        self.servers: dict[str, list[ServerProcess]] = {}
        self._name = proxy
        self._folder = folder
        self._interrupts = Interrupts()
        self._stack = contextlib.ExitStack()
        self._proxy: Proxy | None = None

    def __enter__(self) -> "Stage":
        target = self._target()
        if missing := target.missing():
            raise CannotRun(f"{target.title} is not installed: {missing}")
        for contract in self.contracts:
            if not Path(contract.file).is_file():
                raise CannotRun(f"{contract.file} is not here: start this where the project is")
        self._stack.enter_context(self._interrupts.installed())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._interrupts.held():
            self._stack.close()

    @property
    def proxy(self) -> Proxy:
        """The proxy, which runs."""
        assert self._proxy is not None
        return self._proxy

    def move(self) -> None:
        """Take addresses where nothing listens, with a configuration of their own for the proxy."""
        self.listen = free_address()
        self.contracts = tuple(
            replace(one, servers=tuple({key: free_address() for key in s} for s in one.servers))
            for one in self.contracts
        )
        scratch = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="gen-local-"))
        self._folder = Path(scratch) / self._name
        files = [Path(one.file) for one in self.contracts]
        result = deploy(
            DeployRequest(
                target=registry.target(self._name),
                contracts=files,
                root=Path.cwd(),
                output=self._folder,
                generated=Path(scratch) / "generated",
                given=self._given(),
                styles=tuple({s: None for one in self.contracts for s in one.styles}),
            )
        )
        if result.failed:
            raise CannotRun("\n".join(f"{one.code}: {one.message}" for one in result.problems))

    def serve(self) -> None:
        """Start the servers, all at once, and wait until they listen."""
        for contract in self.contracts:
            running = self.servers.setdefault(contract.name, [])
            for number, addresses in enumerate(contract.servers, 1):
                title = f"server {number} of {contract.name}"
                with self._interrupts.held():
                    process = ServerProcess(title, [*_command(contract, addresses)], addresses)
                    self._stack.callback(process.stop)
                running.append(process)
        for process in self._processes():
            try:
                process.until_ready()
            except CannotRun as error:
                raise CannotRun(_with_a_way_out(error)) from None

    def front(self) -> None:
        """Start the proxy, and wait until it listens."""
        try:
            self._proxy = self._stack.enter_context(
                started(self._target(), self._folder, self.listen)
            )
        except (NotStarted, OSError) as error:
            raise CannotRun(_with_a_way_out(error)) from None

    def told(self) -> str:
        """What runs, and where."""
        lines = [
            f"{self.proxy.title} listens at {self.proxy.url} (process {self.proxy.process.pid})"
        ]
        for process in self._processes():
            where = ", ".join(f"{key} {address}" for key, address in process.addresses.items())
            lines.append(f"{process.title}: {where} (process {process.pid})")
        return "\n".join(lines)

    def _processes(self) -> Iterator[ServerProcess]:
        for running in self.servers.values():
            yield from running

    def _target(self) -> Runs:
        target = registry.target(self._name)
        assert isinstance(target, Runs)
        return target

    def _given(self) -> Mapping[str, Sequence[str]]:
        return given(self._target(), self.listen, self.contracts)


def given(target: Runs, listen: str, contracts: Sequence[Contract]) -> Mapping[str, Sequence[str]]:
    """The parameters of a proxy in front of the servers of contracts."""
    several = len(contracts) > 1
    found = {**tried(target.parameters), LISTEN.name: [listen]}
    for contract in contracts:
        prefix = f"{contract.name}=" if several else ""
        for addresses in contract.servers:
            for key, address in addresses.items():
                name = option(Transport(key)).name
                found.setdefault(name, []).append(f"{prefix}{address}")
        if several:
            found.setdefault(HOST.name, []).append(f"{prefix}{contract.host}")
    return found


def _command(contract: Contract, addresses: Mapping[str, str]) -> Iterator[str]:
    """The command of a server of a contract, in all its styles."""
    yield sys.executable
    if contract.service:
        yield from ("-m", f"{contract.package}.{contract.name}", "serve", contract.service)
        if contract.authenticate:
            yield from ("--authenticate", contract.authenticate)
    else:
        yield from (*_GEN, "serve", contract.file)
    yield from ("--access-log", "--health", "--grace", "1")
    for style, key in contract.styles.items():
        yield from (f"--{style}", addresses[key])


def _with_a_way_out(error: Exception) -> str:
    """What went wrong, and what to do where an address may be taken."""
    return f"{error}\n{_FREE}" if _TAKEN.search(str(error)) else str(error)
