"""Makes derived services of the example contracts, over either store."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.building.in_memory import importable
from generator.building.trial import Trial, prepare
from generator.compare.mock import Derived, Generated, MemoryStore, Store, seed
from generator.compare.mock.sqlite import SqliteStore
from generator.diagnostics import Problems

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"


@cache
def trial(name: str) -> Trial:
    """An example contract, emitted in memory."""
    problems = Problems()
    found = prepare(CONTRACTS / f"{name}.yaml", CONTRACTS.parent, problems)
    assert found is not None, list(problems)
    return found


@dataclass(frozen=True, kw_only=True)
class Service:
    """A derived service, and the generated modules that its callers need."""

    methods: Any
    types: Any
    errors: Any
    support: Any
    derived: Derived
    store: Store


Make = Callable[..., Service]


@pytest.fixture(params=["memory", "sqlite"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes the service of an example contract, empty unless it is asked for its seeds."""
    with ExitStack() as stack:

        def make(name: str, *, seeded: bool = False) -> Service:
            tried = trial(name)
            package = stack.enter_context(importable(tried.files))
            generated = Generated.load(package.load, tried.api.folder)
            store: Store = MemoryStore()
            if request.param == "sqlite":
                kinds = generated.kinds(tried.api)
                store = SqliteStore(tmp_path / f"{Path(name).name}.db", tried.api.package, kinds)
            stack.callback(store.close)
            derived = Derived(tried.api, generated, store)
            if seeded:
                seed(derived)
            return Service(
                methods=derived.service,
                types=generated.types,
                errors=generated.errors,
                support=generated.support,
                derived=derived,
                store=store,
            )

        yield make
