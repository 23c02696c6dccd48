"""The generated modules of a contract, as a made-up service needs them."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Self

import msgspec

from generator.model import Api


@dataclass(frozen=True, kw_only=True)
class Generated:
    """The generated modules of one contract that a derived service needs."""

    support: ModuleType  # generated._support
    types: ModuleType  # generated.<contract>.types
    errors: ModuleType
    operations: ModuleType

    @classmethod
    def load(cls, load: Callable[[str], ModuleType], folder: str) -> Self:
        """Import them; ``load`` takes a path below the output folder: ``products.types``."""
        return cls(
            support=load("_support"),
            types=load(f"{folder}.types"),
            errors=load(f"{folder}.errors"),
            operations=load(f"{folder}.operations"),
        )

    def record(self, name: str) -> type[msgspec.Struct]:
        """The struct of a record of the contract."""
        struct: type[msgspec.Struct] = getattr(self.types, name)
        return struct

    def kinds(self, api: Api) -> dict[str, type[msgspec.Struct]]:
        """The struct of every resource, as a store needs them."""
        return {r.name: self.record(r.record) for r in api.resources.values()}
