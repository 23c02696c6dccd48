"""Builds a contract that has values of some kinds everywhere, and calls it in every style."""

import asyncio
import contextlib
import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from generator import build
from generator.building.in_memory import importable
from generator.building.trial import prepare
from generator.compare.mock import Derived, Generated, MemoryStore, Store, seed
from generator.compare.mock.sqlite import SqliteStore
from generator.diagnostics import Problems
from generator.kinds import Carrier, ScalarKind
from tests.behaviour.hosting import WAYS, Host, reached
from tests.behaviour.raw import raws


def contract(kinds: Sequence[ScalarKind]) -> str:
    """A field for each kind: alone, in containers, with a default, in a URL; a resource of all."""
    optional = [f"{member(kind)}: {kind.name}?" for kind in kinds]
    many = [
        f"{member(kind)}_{container}: {container}<{kind.name}>?"
        for kind in kinds
        for container in ("list", "map")
    ]
    defaults = [
        f"{member(kind)}: {{type: {kind.name}, default: {json.dumps(kind.example)}}}"
        for kind in kinds
    ]
    in_url = [f"{member(kind)}: {kind.name}?" for kind in kinds if kind.url_type is not None]
    thing = ["id: {type: string, read_only: true}", *(f"{member(k)}: {k.name}" for k in kinds)]
    return f"""\
contract: test.kinds.v1
version: 1.0.0
rest: {{json_case: snake}}
types:
  Everything: {{fields: {{{", ".join([*optional, *many])}}}}}
  Defaults:   {{fields: {{{", ".join(defaults)}}}}}
  Thing:      {{fields: {{{", ".join(thing)}}}}}
resources:
  Thing: {{key: id}}
operations:
  Echo:  {{input: {{value: Everything}}, output: Everything}}
  Fill:  {{input: {{value: Defaults}}, output: Defaults}}
  Ask:   {{safe: true, input: {{{", ".join(in_url)}}}, output: {{{", ".join(in_url)}}}}}
  AddThing:   {{create: Thing}}
  ListThings: {{list: Thing}}
"""


def member(kind: ScalarKind) -> str:
    """The field that holds a value of a kind."""
    return f"a_{kind.name}"


@contextlib.contextmanager
def built(kinds: Sequence[ScalarKind], folder: Path, name: str) -> Iterator[Any]:
    """The generated package of the contract, in a folder of its own, imported."""
    path = folder / "kinds.yaml"
    path.write_text(contract(kinds), encoding="utf-8")
    made = build(path, output=folder / name)
    assert made.ok, made.diagnostics
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(f"{name}.kinds")
    finally:
        sys.path.remove(str(folder))
        for module in [m for m in sys.modules if m == name or m.startswith(f"{name}.")]:
            del sys.modules[module]


class Answers:
    """Gives back what it gets."""

    def __init__(self, package: Any) -> None:
        self._package = package

    async def echo(self, *, value: Any) -> Any:
        return value

    async def fill(self, *, value: Any) -> Any:
        return value

    async def ask(self, **values: Any) -> Any:
        return self._package.AskResult(**values)


def service(package: Any) -> Any:
    """A service of the package; what it has no method for is not implemented."""
    return type("Service", (Answers, package.KindsService), {})(package)


def comes_back_in_every_style(kinds: Sequence[ScalarKind], package: Any, host: Host) -> None:
    """Values of every kind, as whole values, in containers, as defaults and in URLs."""
    wire = {member(kind): kind.example for kind in kinds}
    wire |= {f"{member(kind)}_list": [kind.example, kind.example] for kind in kinds}
    wire |= {f"{member(kind)}_map": {"k": kind.example} for kind in kinds}
    value = msgspec.convert(wire, package.Everything)
    defaults = package.Defaults()
    examples = {member(kind): kind.example for kind in kinds}
    assert msgspec.to_builtins(defaults) == examples
    asked = {
        member(kind): getattr(value, member(kind)) for kind in kinds if kind.url_type is not None
    }

    async def call() -> None:
        for way in WAYS:
            async with reached(package.__name__, way, service(package)) as methods:
                assert await methods.echo(value=value) == value, way
                assert await methods.fill(value=defaults) == defaults, way
                assert await methods.ask(**asked) == package.AskResult(**asked), way

    host.run(call())


def is_judged_alike(kinds: Sequence[ScalarKind], package: Any) -> None:
    """What is no value of a kind gets the same words in every style."""
    echoes = raws(package, service(package))

    async def judge() -> None:
        for kind in kinds:
            if kind.carrier is Carrier.JSON or kind.is_free_text:
                continue
            wrong = {member(kind): "\x7f"}
            for style, echo in echoes.items():
                found = await echo.value(wrong)
                if found is None and not echo.is_exact:
                    continue
                assert found is not None, (style, kind.name)
                answer, told = found
                assert answer is None, (style, kind.name)
                [(place, words)] = told
                assert place == f"/value/{member(kind)}", style
                assert kind.words is None or words == f"must be {kind.words}", style

    asyncio.run(judge())


def is_kept_by_the_mock(kinds: Sequence[ScalarKind], folder: Path) -> None:
    """A service that is made up from the contract has items, and keeps those that it is given."""
    path = folder / "kinds.yaml"
    path.write_text(contract(kinds), encoding="utf-8")
    tried = prepare(path, folder, Problems())
    assert tried is not None
    with importable(tried.files) as package:
        generated = Generated.load(package.load, tried.api.folder)
        stores: list[Store] = [
            MemoryStore(),
            SqliteStore(folder / "kinds.db", tried.api.package, generated.kinds(tried.api)),
        ]
        for store in stores:
            derived = Derived(tried.api, generated, store)
            seed(derived)
            request = msgspec.convert(
                {member(kind): kind.example for kind in kinds}, generated.types.AddThingRequest
            )
            given = msgspec.structs.asdict(request)
            made = asyncio.run(derived.service.add_thing(**given))
            page = asyncio.run(derived.service.list_things())
            assert made in page.things
            assert len(page.things) > 1
            store.close()
