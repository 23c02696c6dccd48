"""A contract may use the names that generated code uses itself; it runs alike in every style."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from generator import build
from tests.behaviour.hosting import WAYS, Caller, Host, Way, reached
from tests.emit import any_names

BIN = Path(sys.executable).parent
CONTRACTS = any_names.contracts(Path("generated"))


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("any_names")
    (folder / "pyproject.toml").touch()
    for name, text in CONTRACTS.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        result = build(folder / f"{name}.yaml", output=folder / "anyhow")
        assert result.ok, list(result.diagnostics)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.mark.parametrize(
    "command",
    [
        ("mypy", "--strict", "--config-file=", "-p", "anyhow.names1", "-p", "anyhow.names2"),
        ("pyright", "--pythonpath", sys.executable, "anyhow/names1", "anyhow/names2"),
        ("ruff", "check", "--isolated", "--no-cache", "anyhow"),
        ("ruff", "check", "--isolated", "--no-cache", "--select", "I", "anyhow"),
        ("ruff", "format", "--isolated", "--no-cache", "--check", "anyhow"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_checkers_are_content_whatever_names_a_contract_uses(
    command: tuple[str, ...], project: Path
) -> None:
    run = [BIN / command[0], *command[1:]]
    done = subprocess.run(run, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_with_names_of_ours_runs(name: str, way: Way, project: Path, host: Host) -> None:
    assert project.exists()
    package = f"anyhow.{name}"
    service = Service(package)

    async def scenario() -> None:
        async with reached(package, way, service.methods) as client:
            for entry in service.entries:
                await service.try_out(client, entry)

    host.run(scenario(), within=120)
    assert len(service.entries) > 25


class Service:
    """Answers every operation of a package, and checks that what it gets and gives arrives."""

    def __init__(self, package: str) -> None:
        self._errors = importlib.import_module(f"{package}.errors")
        self._types = importlib.import_module(f"{package}.types")
        self.entries = importlib.import_module(f"{package}.operations").OPERATIONS
        self.methods = SimpleNamespace(**{e.method: self._method(e) for e in self.entries})

    def _method(self, entry: Any) -> Any:
        async def method(**arguments: Any) -> Any:
            entry.request(**arguments)  # exactly the parameters that it has
            if arguments.get("message") == "raise":
                raise self._error()
            return self._answer(entry.response)

        return method

    def _error(self) -> Any:
        cls = self._errors.Everything
        fields = {name: name.upper() for name in fields_of(cls) if name != "amount"}
        return cls("Told to.", **fields)

    def _answer(self, response: Any) -> Any:
        if response.__name__ == "BookPage":
            return response(books=[self._types.Book(name="b", title="t")])
        return msgspec.convert(SAMPLE, response, strict=False)

    async def try_out(self, client: Caller, entry: Any) -> None:
        given = msgspec.convert(SAMPLE, entry.request, strict=False)
        arguments = {
            name: value
            for name in given.__struct_fields__
            if (value := getattr(given, name)) is not None and value is not msgspec.UNSET
        }
        method = getattr(client, entry.method)
        assert await method(**arguments) == self._answer(entry.response)
        if "message" not in arguments:
            return
        with pytest.raises(self._errors.Everything) as caught:
            await method(**{**arguments, "message": "raise"})
        error = caught.value
        assert (error.message, error.code.value) == ("Told to.", "aborted")
        assert error.fields == self._error().fields
        assert error.fields.message == "MESSAGE"
        assert (error.fields.args, error.fields.retry_after) == ("ARGS", "RETRY_AFTER")
        assert (error.text, error.members, error.fields.text) == ("TEXT", "MEMBERS", "TEXT")


def fields_of(error: Any) -> tuple[str, ...]:
    fields: tuple[str, ...] = error._struct().__struct_fields__
    return fields


_TEXTS = (
    "implementation options str datetime msgspec self message operation name title text label "
    "list shelfName bookName"
)
SAMPLE = {
    **dict.fromkeys(_TEXTS.split(), "some"),
    "anything": {"a": [1]},
    "amount": "1.50",
    "key": "0c5b1f0e-0000-4000-8000-000000000001",
    "at": "2026-11-29T10:00:00Z",
    "odd": "mro",
    "sensitive": "hidden",
    "price": "2.5",
}
