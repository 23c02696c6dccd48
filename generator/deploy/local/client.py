"""Calls each operation in each style through the proxy, and prints who answered."""

import contextlib
import importlib
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, assert_never

from generator.building import trial
from generator.deploy.callers import asking_for, target, trusting
from generator.deploy.local.contract import Call, Contract, Key
from generator.deploy.local.process import CannotRun
from generator.deploy.local.stage import Stage
from generator.diagnostics import Problems
from generator.model import Api, AuthKind
from generator.runtime import ApiKey, Basic, Bearer, CallOptions, ServiceError
from generator.styles import registry

# Seconds in which a server has written down whom it answered; after that, it was none of them.
_WRITTEN = 1.0
_PAUSE = 0.005
_ANY = "anybody"


class Client:
    """The clients of all contracts in all their styles."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._stack = contextlib.ExitStack()
        self._clients: dict[tuple[str, str], Any] = {}

    def __enter__(self) -> "Client":
        with self._stack:
            for contract in self._stage.contracts:
                self._open(contract)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def round(self) -> int:
        """Call everything once, and print it; how many calls ended in an error."""
        failed = 0
        for contract in self._stage.contracts:
            for process in self._stage.servers[contract.name]:
                if process.ended is not None:
                    print(f"{process.title} has ended with {process.ended}")
            lines = {call.operation: [call.operation] for call in contract.calls}
            for style in contract.styles:
                for call, told, worked in self._calls(contract, style):
                    lines[call.operation].append(told)
                    failed += not worked
            titles = [registry.style(style).title for style in contract.styles]
            print(f"\n{_table([[contract.name, *titles], *lines.values()])}", flush=True)
        return failed

    def _open(self, contract: Contract) -> None:
        """Make the clients of a contract."""
        found = _served(contract) if contract.service else self._made_up(contract)
        proxy = self._stage.proxy
        for style in map(registry.style, contract.styles):
            options = trusting(style, proxy.certificate)
            if contract.host:
                options |= asking_for(style, contract.host)
            where = target(style, proxy.address, encrypted=True)
            module = found.load(f"{contract.name}.{style.name}.client")
            client = module.Client(where, credentials=found.credentials, **options)
            self._stack.callback(client.close)
            self._clients[contract.name, style.name] = client

    def _made_up(self, contract: Contract) -> "_Generated":
        """Code that is made now, and credentials that made-up servers take."""
        problems = Problems()
        tried = trial.prepare(Path(contract.file), Path.cwd(), problems, (*contract.styles,))
        if tried is None:
            raise CannotRun(f"{contract.file} is not valid: gen check {contract.file}")
        package = self._stack.enter_context(tried.package(documents=False))
        return _Generated(load=package.load, credentials=_credentials(tried.api))

    def _calls(self, contract: Contract, style: str) -> Iterator[tuple[Call, str, bool]]:
        """Each call, who answered it, and whether that was a result."""
        first: dict[str, Any] = {}
        client = self._clients[contract.name, style]
        for call in contract.calls:
            given = {name: _value(key, first) for name, key in call.given.items()}
            if None in given.values():
                yield call, "nothing there", True
                continue
            number = str(uuid.uuid4())
            options = CallOptions(headers={"x-request-id": number})
            try:
                result = getattr(client, call.method)(**given, options=options)
            except ServiceError as error:
                yield call, f"{error.code}", False
                continue
            if call.items:
                first[call.items] = next(iter(getattr(result, call.items)), None)
            yield call, self._answered(contract, number), True

    def _answered(self, contract: Contract, number: str) -> str:
        """Which server has the call in its access log; if none has, it was the proxy's cache."""
        end = time.monotonic() + _WRITTEN
        while time.monotonic() < end:
            for at, process in enumerate(self._stage.servers[contract.name], 1):
                if number in process.ids:
                    return f"server {at}"
            time.sleep(_PAUSE)
        return "the cache"


@dataclass(frozen=True, kw_only=True)
class _Generated:
    """The generated code of a contract; load: gives its modules; credentials: what clients show."""

    load: Callable[[str], Any]
    credentials: Mapping[str, Any] | None


def _served(contract: Contract) -> _Generated:
    """That of the project; its servers ask for nothing."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)

    def load(module: str) -> ModuleType:
        try:
            return importlib.import_module(f"{contract.package}.{module}")
        except ModuleNotFoundError as error:
            why = f"{error}: has 'gen build' made it, and is it here?"
            raise CannotRun(why) from None

    return _Generated(load=load, credentials=None)


def _credentials(api: Api) -> Mapping[str, Any] | None:
    """Well-formed ones for each scheme that a program can show something for."""
    found: dict[str, Any] = {}
    for name, scheme in api.auth.items():
        match scheme.kind:
            case AuthKind.BASIC:
                found[name] = Basic(_ANY, _ANY)
            case AuthKind.API_KEY:
                found[name] = ApiKey(_ANY)
            case AuthKind.BEARER | AuthKind.OAUTH2:
                found[name] = Bearer(_ANY)
            case AuthKind.MUTUAL_TLS:
                pass
            case _:
                assert_never(scheme.kind)
    return found or None


def _value(key: Key, first: Mapping[str, Any]) -> Any:
    """What a key is in the first item that was listed; None where nothing was."""
    item = first.get(key.items)
    return None if item is None else getattr(item, key.field)


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(lines)
